"""Names that the server had before: whether mail that was signed and sent under them still waits.

It is known by its age: what came in after the new names were in force has them. The deploy asks, before it takes the
old names' records away.
"""

import json
import time

from kitte.base.command import run
from kitte.base.shell import Json, load, save
from kitte.volume.volume import VOLUME

# Since when, at the latest, they sign nothing; with the queue, as it must outlive a machine
SEEN = VOLUME / "former.json"


def look(settings: Json) -> str:
    """For the report: `NAMES: dry` or `NAMES: waiting`, one after the other. The new settings are in force by now."""
    keys = [entry["key"] for entry in settings.get("former", []) if not entry.get("over")]
    seen = load(SEEN)
    since = {key: seen.get(key, time.time()) for key in keys}
    if since != seen:
        save(SEEN, since)
    if not keys:
        return ""
    oldest = min(arrivals(), default=None)
    waits = {key: oldest is not None and oldest <= at for key, at in since.items()}
    return "; ".join(f"{key}: {'waiting' if waits[key] else 'dry'}" for key in keys)


def arrivals() -> list[int]:
    """Of what is in the queue, on hold too. Whole seconds, rounded down: in doubt a message is an old one."""
    return [json.loads(line)["arrival_time"] for line in run("postqueue", "-j").splitlines() if line.startswith("{")]

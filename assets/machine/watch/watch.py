"""Keeps the door, and asks each daemon every few seconds whether it is still there. One that is silent twice is ended
and started anew, which the machine's report and a letter to the postmaster tell."""

import datetime
import threading
import time
from pathlib import Path

from kitte.base import alive, manifest
from kitte.base.command import Failed, run, succeeds
from kitte.base.shell import LIB, RUN, Broken, Json, load, log, save
from kitte.watch import door, probes

LOOK, PAUSE = 0.5, 3.0  # seconds between looks at the door, and between rounds of questions
STALE = 30  # seconds without a look at the door: then this program hangs itself
TELLING = 86400  # seconds that the report tells of a restart
BETWEEN = 60  # seconds until a unit is ended once more: it needs time to come up
HUNG = LIB / "hung.json"
MARKS = "hung-*"  # left by ExecStopPost of a unit whose watchdog bit, or whose time was over
SIEGE = RUN / "siege.json"
CALM = 300  # seconds without a refused stranger until a siege counts as over


class Door:
    """In a thread of its own: a question that waits for its answer must not hold it up."""

    def __init__(self) -> None:
        self.door, self.said, self.seen = door.Door(), "", time.monotonic()
        self.refused: int | None = None

    def watch(self) -> None:
        while True:
            self.look()
            self.seen = time.monotonic()
            time.sleep(LOOK)

    def look(self) -> None:
        try:
            self.door.keep()
            self.said = ""
        except Exception as error:  # mail goes on without it: anvil(8) and the process limit stand behind
            if self.said != str(error):
                self.said = str(error)
                log(f"connections are not limited: {type(error).__name__}: {error}")

    def tell(self) -> None:
        """What the report says, only when it changes."""
        now, siege = time.time(), load(SIEGE)
        before, self.refused = self.refused, sum(door.refused().values()) if self.door.besieged() else None
        if before is not None and self.refused is not None and self.refused > before:
            siege = {"since": siege.get("since", now), "last": now}
        elif now - siege.get("last", 0) > CALM:
            siege = {}
        siege.pop("broken", None)
        if self.said:
            siege["broken"] = self.said
        if siege != load(SIEGE):
            save(SIEGE, siege)


class Daemons:
    def __init__(self) -> None:
        self.silent: set[str] = set()
        self.ended: dict[str, float] = {}

    def look(self) -> None:
        silent = set(probes.silent())
        for unit in silent & self.silent:
            if time.monotonic() - self.ended.get(unit, -BETWEEN) > BETWEEN:
                self.ended[unit] = time.monotonic()
                end(unit)
        self.silent = silent
        for mark in RUN.glob(MARKS):
            mark.unlink()
            note(mark.name.removeprefix("hung-"))


def end(unit: str) -> None:
    """All of it at once, as a process that stands still does not end by itself; its unit says that it comes back."""
    log(f"{unit} does not answer: it is ended and started anew")
    try:
        run("systemctl", "kill", "--signal=KILL", f"{unit}.service")
    except Failed as error:
        log(str(error))
    succeeds("systemctl", "start", "--no-block", f"{unit}.service")
    note(unit)


def note(unit: str) -> None:
    save(HUNG, {**recent(), unit: time.time()})


def recent() -> Json:
    return {unit: at for unit, at in load(HUNG).items() if 0 <= time.time() - at < TELLING}


def stamp(at: float) -> str:
    return f"{datetime.datetime.fromtimestamp(at, datetime.UTC):%Y-%m-%d %H:%M} UTC"


def hung() -> str:
    return "; ".join(f"{unit} {end_of(unit)} at {stamp(at)}" for unit, at in sorted(recent().items()))


def end_of(unit: str) -> str:
    if f"{unit}.service" in manifest.units(errand=True):  # what starts it, a timer as a rule, does so again
        return "did not end and was given up until its next time"
    return "did not answer and was started anew"


def siege() -> str:
    """For the report. Who is known goes on as before."""
    found = load(SIEGE)
    words = []
    if "since" in found:
        words.append(f"strangers hold all connections that are theirs, since {stamp(found['since'])}")
    if "broken" in found:
        words.append(f"connections are not limited: {found['broken'][:200]}")
    return "; ".join(words)


def main(_machine: Json) -> int:
    programs = Path("/usr/local/lib/kitte/kitte.pyz")
    version = programs.stat().st_mtime_ns
    keeper, daemons = Door(), Daemons()
    keeper.look()
    alive.notify("READY=1")
    threading.Thread(target=keeper.watch, daemon=True).start()
    while programs.stat().st_mtime_ns == version:  # else systemd starts it anew, with the new programs
        if time.monotonic() - keeper.seen < STALE:
            alive.beat()
        try:
            keeper.tell()
            daemons.look()
        except (Broken, OSError) as error:
            log(f"{type(error).__name__}: {error}")
        time.sleep(PAUSE)
    return 0

"""What will go wrong unless somebody acts: said in the report and mailed to the postmaster, long before it does."""

import datetime
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from kitte.base import trouble
from kitte.base.command import run, succeeds
from kitte.base.shell import LIB, Broken, Json, load, log, save
from kitte.certificate import certificate
from kitte.limits import notices
from kitte.updates import updates
from kitte.volume import volume
from kitte.watch import watch

TOLD = LIB / "warned.json"
AGAIN = 7 * 86400  # seconds until a warning that lasts is mailed once more
# certbot begins with a third of the life left, under ten days with half, and tries twice a day: when a quarter of that
# time has passed, it has failed
SHORT_LIFE = datetime.timedelta(days=10)
LATE = 3 / 4
FULL = 0.9
CERTBOT_LOG = Path("/var/log/letsencrypt/letsencrypt.log")  # of its last run
ADVICE = """
What to do is in the runbook, docs/runbook.md, below the words that begin with "The queue's volume",
"The certificate", "Upgrades", "A daemon", "Strangers" or "Something failed beside the point". The machine goes on
serving meanwhile, and says so here when it lasts a week.
"""


def warnings(machine: Json) -> Json:
    """By kind. The words hold still while the matter does, so that the report is not written anew each time."""
    if not certificate.SERVING.exists():
        return {}
    looks: dict[str, Callable[[], str]] = {
        "certificate": lambda: certificate_ends(machine),
        "volume": volume_full,
        "updates": updates.warning,
        "daemons": watch.hung,
        "siege": watch.siege,
    }
    found = {kind: looked(kind, look) for kind, look in looks.items()}
    return {**{kind: words for kind, words in found.items() if words}, **trouble.warnings()}


def looked(kind: str, look: Callable[[], str]) -> str:
    """One that cannot be looked at keeps no other from being said."""
    try:
        return look()
    except Exception as error:
        log(f"nothing is known of what may come of the {kind}: {type(error).__name__}: {error}")
        return ""


def certificate_ends(machine: Json) -> str:
    words = []
    if certificate.unused():
        words.append(f"the new one is not used: {certificate.unfit(machine, certificate.LIVE) or 'not yet'}")
    if certificate.CHAIN.exists():
        if not trusted(certificate.CHAIN):
            words.append("no client trusts its authority unless it was told to")
        begin, end = dates(certificate.CHAIN)
        now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
        if end - now < late(end - begin):
            why = f": {last_words()}" if last_words() else ""
            words.append(f"it ends at {end:%Y-%m-%d %H:%M} UTC and is not renewed{why}")
    return f"certificate of {machine['hostName']}: {'; '.join(words)}" if words else ""


def trusted(chain: Path) -> bool:
    """By what every program here trusts; its age is another matter."""
    return succeeds("openssl", "verify", "-no_check_time", "-untrusted", str(chain), str(chain))


def late(life: datetime.timedelta) -> datetime.timedelta:
    """How much of it is left when certbot must have renewed it; the doctor counts the same (certificate.ts)."""
    return life / (2 if life < SHORT_LIFE else 3) * LATE


def dates(chain: Path) -> list[datetime.datetime]:
    text = run("openssl", "x509", "-in", str(chain), "-noout", "-startdate", "-enddate", "-dateopt", "iso_8601")
    return [datetime.datetime.fromisoformat(stamp) for stamp in re.findall(r"=(\S+ \S+)$", text, re.MULTILINE)]


def last_words() -> str:
    """Why certbot could not renew it."""
    try:
        text = CERTBOT_LOG.read_text(errors="replace")
    except OSError:
        return ""
    found = re.findall(r"Failed to renew certificate kitte with error: (.+)", text)
    return found[-1][:300] if found else ""


def volume_full() -> str:
    facts = os.statvfs(volume.VOLUME)
    for what, free, all_of_it in (("space", facts.f_bavail, facts.f_blocks), ("inodes", facts.f_favail, facts.f_files)):
        if all_of_it and free < (1 - FULL) * all_of_it:
            return f"queue volume: under {1 - FULL:.0%} of its {what} is left; full, it takes no mail"
    return ""


def tell(domain: str, current: Json) -> None:
    """One letter for a matter; one that cannot be sent, as the volume is full, is tried again."""
    told = load(TOLD)
    recent = {kind: at for kind, at in told.items() if abs(time.time() - at) < AGAIN}
    for kind, words in current.items():
        if kind in recent:
            continue
        try:
            notices.post(domain, kind, words, ADVICE)
            recent[kind] = time.time()
        except Broken as error:
            log(f"warning of the {kind} is not sent: {error}")
    if recent != told:
        save(TOLD, recent)

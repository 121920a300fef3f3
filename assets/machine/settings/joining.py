"""When a domain beside the first comes into force, each by itself: when every name server shows its key and the SPF
record of its envelope domain. Till then its mail is put off with that reason, or signed with the key of before, and the
other domains go on. What was seen once is kept: a question that nobody answers later closes no domain.

The first is one of them while a person enters its records: those that the deploy makes it has made before anybody
writes, and what changes later `identity` waits for.
"""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

from kitte.base import trouble
from kitte.base.aws import Aws
from kitte.base.command import Failed
from kitte.base.shell import RUN, Json, load, save
from kitte.opendkim import keys
from kitte.opendkim.signing import key_file
from kitte.settings import domains, identity

LOOKED = RUN / "joining.json"  # what the last look at each found, and since when it waits; of this boot
KIND = "domains whose records are missing"
KEYS = "keys that sign"
MOST = 50  # domains a look, those first that were not looked at for longest
AT_ONCE = 16
NAMED = 5  # in a warning
LONGEST = 900  # characters of the report


def known() -> Json:
    """The first one of before may stand beside another now."""
    kept = load(identity.KEPT)
    others = kept.get("others")
    found = dict(others) if isinstance(others, dict) else {}
    if "domain" in kept and "dkim" in kept:
        found[kept["domain"]] = domains.whole({word: kept[word] for word in identity.WORDS if word in kept})
    return found


def admitted(names: Json, aws: Aws, settings: Json, report: Json) -> Json:
    """The settings, with `waiting`: by domain the record that is missing, of those from which nobody writes yet."""
    first, *others = domains.of(settings)
    before = known()
    entered = [first] if settings.get("elsewhere") and first["domain"] not in before else []
    # A machine that does not serve proves them on its loopback
    strange = [*entered, *others] if identity.mounted() else []
    new = [other for other in strange if identity.of(other) != of_known(before, other)]
    missing = looked_at(names, aws, settings, new, before)
    waiting = {domain: record for domain, record in missing.items() if domain not in before}
    going_on = [kept_on(other, before) if other["domain"] in missing else other for other in others]
    tell(report, missing, waiting)
    if not missing:
        return settings
    served = dict.fromkeys((*settings.get("served", []), *(name for other in going_on for name in other["served"])))
    return {**settings, "others": going_on, "served": list(served), "waiting": waiting}


def of_known(before: Json, other: Json) -> object:
    found = before.get(other["domain"])
    return identity.of(found) if found else None


def kept_on(other: Json, before: Json) -> Json:
    """With the names of before; mail to those of now is taken already."""
    found = before.get(other["domain"])
    if not found:
        return other
    served = list(dict.fromkeys((*found["served"], *other["served"]))) if other["served"] else []
    return {**other, **{word: found[word] for word in ("envelopeDomain", "home", "dkim")}, "served": served}


def looked_at(names: Json, aws: Aws, settings: Json, new: list[Json], before: Json) -> dict[str, str]:
    """What each still lacks, by domain; who lacks nothing is left out."""
    last = load(LOOKED)
    notes: Json = {}
    for other in new:
        note = last.get(other["domain"], {})
        same = note.get("of") == list(identity.of(other))
        notes[other["domain"]] = note if same else {"of": identity.of(other), "at": -1, "since": time.monotonic()}
    due = [other for other in new if notes[other["domain"]].get("record") != ""]
    due = sorted(due, key=lambda other: notes[other["domain"]]["at"])[:MOST]
    for domain, record in lacking(names, aws, settings, due, before).items():
        notes[domain] = {**notes[domain], "at": time.monotonic(), "record": record}
    if notes != last:
        save(LOOKED, notes)
    records = {domain: note.get("record", f"{note['of'][2]}._domainkey.{domain}") for domain, note in notes.items()}
    return {domain: record for domain, record in records.items() if record}


def lacking(names: Json, aws: Aws, settings: Json, due: list[Json], before: Json) -> dict[str, str]:
    """The name of a record, or of the parameter without a key; nothing when all is there."""
    if not due:
        return {}
    olds = [kept_on(other, before) for other in due if other["domain"] in before]
    pems = keys.of_others(names, aws, settings, [*due, *olds])
    have = lambda other: pems.get(key_file(other, settings), "")  # noqa: E731
    gone = {old["domain"] for old in olds if not have(old)}  # a key that was deleted signs nothing more

    def look(other: Json) -> str:
        if other["domain"] in gone and have(other):
            return ""
        return lacks(other, have(other), before.get(other["domain"]), keys.parameter(names, other))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip((other["domain"] for other in due), pool.map(look, due), strict=True))


def lacks(other: Json, pem: str, before: Json | None, parameter: str) -> str:
    domain, envelope, selector = identity.of(other)
    _, old_envelope, old_selector = identity.of(before) if before else ("", "", "")
    record = f"{selector}._domainkey.{domain}"
    if selector != old_selector:
        try:
            key = identity.public(pem) if pem else ""
        except (Failed, ValueError):
            key = ""
        if not key:
            return parameter
        if not identity.everywhere(record, lambda text: identity.key_in(text) == key):
            return record
    if envelope != old_envelope and not identity.everywhere(envelope, lambda text: bool(identity.SPF.match(text))):
        return envelope
    return ""


def mark(settings: Json) -> str:
    """What is in force of them, to be known by when it changes."""
    if not settings.get("others") and not settings.get("waiting"):
        return ""
    found = [[*map(identity.of, domains.of(settings)[1:])], settings.get("waiting", {})]
    return " " + hashlib.sha256(json.dumps(found).encode()).hexdigest()


def without_keys(names: Json, settings: Json, pems: dict[str, str]) -> Json:
    """A key that was deleted signs nothing more: its domain waits for another."""
    lacking = [other for other in domains.of_others(settings) if key_file(other, settings) not in pems]
    words = {other["domain"]: keys.parameter(names, other) for other in lacking}
    gone = ", ".join(list(words.values())[:NAMED])
    trouble.note(KEYS, f"{len(words)} deleted, and mail of their domains is put off: {gone}" if words else "")
    return {**settings, "waiting": {**settings.get("waiting", {}), **words}} if words else settings


def hurries() -> bool:
    """Whether a deploy is likely to make a record at any moment."""
    since = [note["since"] for note in load(LOOKED).values() if note.get("record") != ""]
    return any(time.monotonic() - at < identity.PATIENCE for at in since)


def tell(report: Json, missing: dict[str, str], waiting: dict[str, str]) -> None:
    """For the report at once, and a warning when it lasts."""
    notes = load(LOOKED)
    entries = [f"{domain} {record}" for domain, record in sorted(missing.items())]
    report["unseen"] = shortened(entries, "; ")
    now = time.monotonic()
    late = [domain for domain in sorted(missing) if now - notes[domain]["since"] > identity.PATIENCE]
    words = [
        f"{domain} ({missing[domain]}: its mail is {'put off' if domain in waiting else 'signed as before'})"
        for domain in late[:NAMED]
    ]
    more = f" and {len(late) - NAMED} more" if len(late) > NAMED else ""
    trouble.note(KIND, f"not all name servers show what is needed of {', '.join(words)}{more}" if late else "")


def shortened(entries: list[str], between: str) -> str:
    text = ""
    for entry in entries:
        if len(text) + len(entry) > LONGEST:
            return f"{text}{between}…"
        text += between * bool(text) + entry
    return text

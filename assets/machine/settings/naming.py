"""The server's names. The user-data has those that it was first called by; the settings bring those of now, so that a
rename restarts nothing. They are kept, for a boot that AWS does not answer."""

from kitte.base.shell import LIB, Json, load, save

KEPT = LIB / "names.json"
WORDS = ("hostName", "domain", "envelopeDomain", "zone")
LISTS = ("hosts", "served")


def known(machine: Json) -> Json:
    """The machine's facts, with the names that were heard last."""
    return named(machine, load(KEPT))


def named(machine: Json, settings: Json) -> Json:
    """Settings of an earlier version do not say all of them."""
    new = {word: settings[word] for word in WORDS if isinstance(settings.get(word), str)}
    new |= {word: settings[word] for word in LISTS if isinstance(settings.get(word), list)}
    host = new.get("hostName", machine["hostName"])
    return {**machine, "hosts": [host], **new}


def learn(machine: Json, settings: Json) -> None:
    """In place: whoever holds the machine's facts goes on with the names of now."""
    machine.update(named(machine, settings))
    now = {word: machine[word] for word in (*WORDS, *LISTS) if word in machine}
    if now != load(KEPT):
        save(KEPT, now)

"""Whom mail is signed and sent as. Another domain, envelope domain or key comes into force when each name server shows
the records that vouch for it: the deploy makes them after it has told this machine, and may fail to. Till then mail
goes on as before; only who left the config is refused at once.
"""

import base64
import re
import time

from kitte.base import lookup, trouble
from kitte.base.aws import Aws
from kitte.base.command import run
from kitte.base.shell import RUN, Json, NotYet, load, save
from kitte.opendkim import keys
from kitte.settings import domains
from kitte.volume.volume import VOLUME, mounted

KEPT = VOLUME / "identity.json"  # what was proved last; with the queue, as the next machine goes on with it
SINCE = RUN / "unseen.json"
WORDS = ("domain", "envelopeDomain", "home", "dkim")
KIND = "names of the settings"
PATIENCE = 900  # seconds; the deploy makes the records meanwhile
PAUSE = 2  # seconds between two looks meanwhile
SPF = re.compile(r"v=spf1( |$)", re.IGNORECASE)


def of(settings: Json) -> tuple[str, str, str]:
    return settings["domain"], settings.get("envelopeDomain", settings["domain"]), settings["dkim"]["active"]


def name(settings: Json) -> str:
    domain, envelope, selector = of(settings)
    return f"{domain} {envelope} {selector}"


def keep(settings: Json) -> None:
    """It was proved: a login was let in, and mail was signed with it."""
    facts = {word: settings[word] for word in (*WORDS, "users", "served") if word in settings}
    if settings["domain"] in settings.get("waiting", {}):
        facts = {}  # nobody has written from it yet
    if others := domains.of_others(settings):
        facts["others"] = {other["domain"]: {word: other[word] for word in (*WORDS, "served")} for other in others}
    if mounted() and facts != load(KEPT):
        save(KEPT, facts)


def held(settings: Json) -> Json:
    """The identity that goes on, in the settings of now; nothing when theirs is that one, or the first."""
    before = load(KEPT)
    if not mounted() or not all(word in before for word in ("domain", "dkim", "users")) or of(before) == of(settings):
        return {}
    same = before["domain"] == settings["domain"]
    users = settings["users"] if same else users_between(before, settings)
    served = [*before.get("served", []), *settings.get("served", [])]
    rest = {word: value for word, value in settings.items() if word not in WORDS}
    return {
        **rest,
        **{word: before[word] for word in WORDS if word in before},
        "users": users,
        "served": list(dict.fromkeys(served)),
    }


def users_between(before: Json, settings: Json) -> list[Json]:
    """Of who is there still what they had at the domain of before, and of all what they have beside the first."""
    beside = {name for domain in domains.of(settings)[1:] for name in domains.written(domain)}
    known = before.get("others", {}).values()
    left = {name for domain in known for name in domains.written(domains.whole(domain))} - beside
    old = {user["login"]: user for user in before["users"]}
    found = []
    for user in settings["users"]:
        of_before = old.get(user["login"], {**user, "senders": []})
        mine = [sender for sender in of_before["senders"] if at(sender) not in left]
        mine += [sender for sender in user["senders"] if at(sender) in beside and sender not in mine]
        if mine:
            found.append({**of_before, "senders": mine})
    return found


def at(address: str) -> str:
    return address.rpartition("@")[2]


def unseen(settings: Json, pem: str) -> str:
    """The name of a record that this identity needs and that not all servers show yet; nothing when all is there."""
    before = load(KEPT)
    domain, envelope, selector = of(settings)
    old_domain, old_envelope, old_selector = of(before)
    key = f"{selector}._domainkey.{domain}"
    if (domain, selector) != (old_domain, old_selector) and not everywhere(key, lambda text: shows(text, pem)):
        return key
    if envelope != old_envelope and not everywhere(envelope, lambda text: bool(SPF.match(text))):
        return envelope
    return ""


def everywhere(name: str, fits) -> bool:  # type: ignore[no-untyped-def]
    found = lookup.texts(name)
    return bool(found) and all(any(map(fits, texts)) for texts in found)


def shows(text: str, pem: str) -> bool:
    """Whether the record is of this private key (RFC 6376 section 3.6.1)."""
    return key_in(text) == public(pem)


def key_in(text: str) -> str:
    tags = dict(part.split("=", 1) for part in re.sub(r"\s", "", text).split(";") if "=" in part)
    return tags.get("p", "")


def public(pem: str) -> str:
    lines = run("openssl", "pkey", "-pubout", stdin=pem).splitlines()
    return base64.b64encode(base64.b64decode("".join(lines[1:-1]))).decode()


def hurries() -> bool:
    """Whether a deploy is likely to make the record at any moment."""
    since = load(SINCE).get("since")
    return since is not None and time.monotonic() - since < PATIENCE


def note(record: str, going_on: Json) -> str:
    """What is waited for, as words for the report; a warning when it lasts."""
    if not record:
        SINCE.unlink(missing_ok=True)
        trouble.note(KIND, "")
        return ""
    since = load(SINCE).get("since", time.monotonic())  # of this boot, whatever the clock does
    save(SINCE, {"since": since})
    domain, _, selector = of(going_on)
    words = f"not all name servers show {record} yet: mail is sent as before, from {domain} with the key {selector}"
    if time.monotonic() - since > PATIENCE:
        trouble.note(KIND, f"{words}; deploy again")
    return words


def in_force(names: Json, aws: Aws, settings: Json, report: Json) -> Json:
    """The settings, with the names of before until the records of their own are seen."""
    going_on = held(settings)
    record = ""
    if going_on and has_key(names, aws, going_on):
        record = unseen(settings, key_of(names, aws, settings))
    report["waits"], report["held"] = note(record, going_on), name(going_on) if record else ""
    return going_on if record else settings


def key_of(names: Json, aws: Aws, settings: Json) -> str:
    return aws.parameter(keys.parameter(names, settings))


def has_key(names: Json, aws: Aws, settings: Json) -> bool:
    """A key that was deleted signs nothing more."""
    try:
        return bool(key_of(names, aws, settings))
    except NotYet as error:
        if "ParameterNotFound" not in str(error):
            raise
        return False

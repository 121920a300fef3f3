"""From settings, keys and passwords to the files that Postfix, Dovecot and OpenDKIM read. Pure but for the hash."""

import json
import pkgutil
import re
from collections.abc import Callable, Mapping

from kitte import limits, places, updates
from kitte.shell import Broken, Json

DKIM = "/etc/kitte/dkim"
ROLES = ("postmaster", "abuse", "dmarc", "bounces")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._+@-]*")
SENDER = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]*@[a-z0-9.-]+")
SELECTOR = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOMAIN = re.compile(r"[a-z0-9.-]+")
FORWARD = re.compile(r"[a-z0-9_][a-z0-9._+=-]*@[a-z0-9.-]+", re.IGNORECASE)  # no pipe, file or second address


# The config's own defaults: a roll-back to a version that knew of no limits writes settings without them
LIMITS = {"messageSizeMiB": 35, "recipientsPerMessage": 1000, "messagesPerDay": 5000, "recipientsPerDay": 10000}


def completed(settings: Json) -> Json:
    """What settings of an earlier version do not say."""
    return {"limits": LIMITS, **settings}


def check(settings: Json) -> None:
    """The config was judged before it came here; this keeps a parameter changed by hand from doing harm."""
    if settings.get("version") != 1:
        raise Broken(f"settings of version {settings.get('version')}: this machine understands 1")
    for user in settings["users"]:
        if not LOGIN.fullmatch(user["login"]) or not all(map(SENDER.fullmatch, user["senders"])):
            raise Broken(f"settings: user {user['login']!r} or its senders {user['senders']} are malformed")
    words = [settings.get(key, "localhost") for key in ("domain", "home", "envelopeDomain", "hostName", "zone")]
    for name in (*words, *settings.get("served", []), *settings.get("hosts", [])):
        if not DOMAIN.fullmatch(name):
            raise Broken(f"settings: domain {name!r} is malformed")
    if not FORWARD.fullmatch(settings.get("replies", "a@b")):
        raise Broken(f"settings: replies to {settings['replies']!r} is malformed")
    for role, address in settings["forwards"].items():
        if role not in ROLES or not FORWARD.fullmatch(address):
            raise Broken(f"settings: forward of {role} to {address!r} is malformed")
    try:
        limits.checked(settings["limits"])
        places.checked(settings)
        updates.checked(settings)
    except (KeyError, ValueError) as error:
        raise Broken(f"settings: {error}") from error
    if not all(isinstance(user.get("subaddresses", True), bool) for user in settings["users"]):
        raise Broken("settings: subaddresses of a user is neither true nor false")
    if not SELECTOR.fullmatch(settings["dkim"]["active"]):
        raise Broken(f"settings: active selector {settings['dkim']['active']!r} is malformed")


def limits_file(settings: Json) -> str:
    return json.dumps(limits.checked(settings["limits"]), indent=1) + "\n"


def connections_file(settings: Json) -> str:
    return json.dumps(places.checked(settings), indent=1) + "\n"


def names_cf(machine: Json) -> str:
    """HELO is the name in force; a host is its own mail exchanger by its A record (RFC 5321 section 5.1), by that of
    before too."""
    lines = {
        "myhostname": machine["hostName"],
        "myorigin": machine["domain"],
        "virtual_alias_domains": ", ".join(dict.fromkeys((*machine["served"], *machine["hosts"]))),
    }
    return "\n### Names\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())


def main_cf(staged: str, chosen: Json, connections: Json) -> str:
    """The user-data's main.cf, and what may change without it. A mailbox must hold at least one message."""
    if not chosen:
        return staged
    size = chosen["messageSizeMiB"] << 20
    connected = places.checked({"connections": connections})
    lines = {
        # Never met, as nftables lets in fewer: who meets it makes Postfix harsh to all for a quarter of an hour
        "default_process_limit": places.most(connected) + places.OWN,
        # anvil(8) counts as well, should nftables fail
        "smtpd_client_connection_count_limit": connected["perKnownAddress"],
        "message_size_limit": size,
        "mailbox_size_limit": max(51_200_000, 2 * size),
        # kitte-clerk refuses the message that has more; Postfix itself would take a part of it
        "smtpd_recipient_limit": chosen["recipientsPerMessage"] + 1,
    }
    return staged + "\n### From the settings\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())


def aliases(settings: Json) -> str:
    """Roles lead where the settings say, else to the mailbox /var/mail/kitte. A forwarded role gets an owner,
    which becomes the envelope sender of what is forwarded: it passes SPF, and its failures end in the mailbox
    instead of at a stranger, and in no forward again. A name without a domain would be completed with the sending
    domain, which is not local here: the mail would bounce, to whatever sender a stranger wrote on it."""
    lines = [
        "mailer-daemon postmaster@localhost",
        "root postmaster@localhost",
        "kitte-probe /var/spool/kitte/probe",
    ]
    home = settings.get("home", settings["domain"])
    if reader := settings.get("replies"):
        lines += [f"replies {reader}", f"owner-replies owner-roles@{home}"]
    for role in ROLES:
        forward = settings["forwards"].get(role)
        lines += [f"{role} {forward}", f"owner-{role} owner-roles@{home}"] if forward else [f"{role} kitte@localhost"]
    return "".join(f"{line}\n" for line in lines)


def passwd(settings: Json, passwords: Mapping[str, str], old: str, crypt: Callable[[str, str | None], str]) -> str:
    """An unchanged password keeps its salt, so that an unchanged file keeps its bytes."""
    hashes = dict(line.split(":")[:2] for line in old.splitlines() if ":" in line)
    lines = []
    for user in sorted(settings["users"], key=lambda user: user["login"]):
        login = user["login"]
        known = hashes.get(login, "").removeprefix("{SHA512-CRYPT}")
        salt = known.split("$")[2] if known.count("$") == 3 else None
        lines.append(f"{login}:{{SHA512-CRYPT}}{crypt(passwords[login], salt)}\n")
    return "".join(lines)


def key_table(settings: Json) -> str:
    """The key that signs, and no other: a message is never signed with one that waits or is retired."""
    name = settings["dkim"]["active"]
    return f"{name} {settings['domain']}:{name}:{DKIM}/{name}.pem\n"


def signing_table(settings: Json) -> str:
    """All that reaches the signer: who may write it was decided before."""
    return f"* {settings['dkim']['active']}\n"


def program(name: str) -> str:
    data = pkgutil.get_data("kitte", name)
    if data is None:
        raise Broken(f"{name} is missing from the machine's programs")
    return data.decode()

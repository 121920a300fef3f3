"""From settings, keys and passwords to the files that Postfix, Dovecot and OpenDKIM read. Pure but for the hash."""

import pkgutil
import re
from collections.abc import Callable, Mapping

from kitte.shell import Broken, Json

DKIM = "/etc/kitte/dkim"
ROLES = ("postmaster", "abuse", "dmarc", "bounces")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._+@-]*")
SENDER = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]*@[a-z0-9.-]+")
FORWARD = re.compile(r"[a-z0-9_][a-z0-9._+=-]*@[a-z0-9.-]+", re.IGNORECASE)  # no pipe, file or second address


def check(settings: Json) -> None:
    """The config was judged before it came here; this keeps a parameter changed by hand from doing harm."""
    if settings.get("version") != 1:
        raise Broken(f"settings of version {settings.get('version')}: this machine understands 1")
    for user in settings["users"]:
        if not LOGIN.fullmatch(user["login"]) or not all(map(SENDER.fullmatch, user["senders"])):
            raise Broken(f"settings: user {user['login']!r} or its senders {user['senders']} are malformed")
    for role, address in settings["forwards"].items():
        if role not in ROLES or not FORWARD.fullmatch(address):
            raise Broken(f"settings: forward of {role} to {address!r} is malformed")
    if settings["dkim"]["active"] not in settings["dkim"]["selectors"]:
        raise Broken(f"settings: active selector {settings['dkim']['active']} is not among the selectors")


def sender_logins(settings: Json) -> str:
    """Postfix asks for the whole address, then for @domain, and takes the first answer alone: so a single
    address also lists those who own its domain."""
    owners: dict[str, list[str]] = {}
    for user in settings["users"]:
        for sender in user["senders"]:
            owners.setdefault(sender, []).append(user["login"])
    lines = []
    for sender, logins in sorted(owners.items()):
        domain = "@" + sender.split("@")[1]
        everyone = sorted({*logins, *owners.get(domain, [])})
        lines.append(f"{sender} {','.join(everyone)}\n")
    return "".join(lines)


def aliases(settings: Json) -> str:
    """Roles lead where the settings say, else to the mailbox /var/mail/kitte. A forwarded role gets an owner,
    which becomes the envelope sender of what is forwarded: it passes SPF, and its failures end in the bounces'
    mailbox instead of at a stranger."""
    # Every name has its domain: a bare one would get $myorigin, and be mail to the outside
    lines = ["mailer-daemon postmaster@localhost", "root postmaster@localhost", "kitte-probe /var/spool/kitte/probe"]
    for role in ROLES:
        forward = settings["forwards"].get(role)
        lines += [f"{role} {forward}", f"owner-{role} bounces@localhost"] if forward else [f"{role} kitte@localhost"]
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
    domain = settings["domain"]
    return "".join(f"{name} {domain}:{name}:{DKIM}/{name}.pem\n" for name in settings["dkim"]["selectors"])


def policy(settings: Json) -> str:
    """The script that signs or refuses: what it must know, then how to read a From header, then the decision."""
    senders = "".join(
        f"  [{quoted(user['login'])}] = {{{', '.join(map(quoted, user['senders']))}}},\n"
        for user in settings["users"]
    )
    facts = (
        f"local domain = {quoted(settings['domain'])}\n"
        f"local selector = {quoted(settings['dkim']['active'])}\n"
        f"local senders = {{\n{senders}}}\n"
    )
    return facts + "".join(program(name) for name in ("from.lua", "policy.lua"))


def program(name: str) -> str:
    data = pkgutil.get_data("kitte", name)
    if data is None:
        raise Broken(f"{name} is missing from the machine's programs")
    return data.decode()


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

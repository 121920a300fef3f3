"""From settings, keys and passwords to the files that Postfix, Dovecot and OpenDKIM read. Pure but for the hash."""

import json
import pkgutil
from collections.abc import Callable, Mapping

from kitte import domains, limits, places
from kitte.maps import ROLE_NAMES
from kitte.shell import Broken, Json

DKIM = "/etc/kitte/dkim"


# The config's own defaults: a roll-back to a version that knew of no limits writes settings without them
LIMITS = {"messageSizeMiB": 35, "recipientsPerMessage": 1000, "messagesPerDay": 5000, "recipientsPerDay": 10000}


def completed(settings: Json) -> Json:
    """What settings of an earlier version do not say."""
    return {"limits": LIMITS, **settings}


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
    first, *others = domains.of(settings)
    if reader := first.get("replies"):
        lines += forwarded("replies", reader, first)
    for role in ROLE_NAMES:
        forward = first["forwards"].get(role)
        lines += forwarded(role, forward, first) if forward else [f"{role} kitte@localhost"]
    for other in others:
        for role, forward in {"replies": other.get("replies"), **other["forwards"]}.items():
            if forward:
                lines += forwarded(domains.alias(role, other), forward, other)
    return "".join(f"{line}\n" for line in lines)


def forwarded(alias: str, forward: str, domain: Json) -> list[str]:
    return [f"{alias} {forward}", f"owner-{alias} owner-roles@{domain['home']}"]


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


def key_file(domain: Json, settings: Json) -> str:
    """The name of a key below DKIM: two domains may have selectors of one name."""
    name = f"{domain['dkim']['active']}.pem"
    return name if domain["domain"] == settings["domain"] else f"{domain['domain']}/{name}"


def key_table(settings: Json) -> str:
    """The keys that sign, and no other: a message is never signed with one that waits or is retired."""
    lines = []
    for domain in domains.signed(settings):
        name, selector, file = key_name(domain, settings), domain["dkim"]["active"], key_file(domain, settings)
        lines.append(f"{name} {domain['domain']}:{selector}:{DKIM}/{file}\n")
    return "".join(lines)


def signing_table(settings: Json) -> str:
    """All that reaches the signer: who may write it was decided before. What no other domain writes the first one
    signs, bounces and the machine's own mail too."""
    first, *others = domains.signed(settings)
    lines = [f"{name} {key_name(other, settings)}\n" for other in others for name in domains.written(other)]
    return "".join([*lines, f"* {key_name(first, settings)}\n"])


def key_name(domain: Json, settings: Json) -> str:
    return key_file(domain, settings).removesuffix(".pem")


def program(name: str) -> str:
    data = pkgutil.get_data("kitte", name)
    if data is None:
        raise Broken(f"{name} is missing from the machine's programs")
    return data.decode()

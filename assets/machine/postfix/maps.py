"""Postfix's tables of addresses: whom mail is taken for, where it stays, and what a submitted message loses."""

import re
from collections.abc import Collection

from kitte.base.shell import Json

ROLE_NAMES = ("postmaster", "abuse", "dmarc", "bounces")
ROLES = f"({'|'.join(ROLE_NAMES)})"  # at a served domain
FORWARDER = "owner-roles"  # envelope sender of what a role forwards, see alias_map.py


def render(machine: Json, beside: Collection[str] = ()) -> dict[str, str]:
    """By the name below /etc/postfix. What the domains beside the first serve has tables of its own (beside.py)."""
    domain, envelope = machine["domain"], machine["envelopeDomain"]
    served = [name for name in machine["served"] if name not in beside]
    hosts = machine["hosts"]
    return {
        "virtual": virtual(hosts, domain, served),
        "system": system(hosts, domain),
        "recipients": recipients_of_several(hosts) if beside else recipients(hosts, served),
        "submitted_headers": submitted_headers(machine["hostName"]),
        "envelope_sender": f"/^(.+)@{re.escape(domain)}$/ ${{1}}@{envelope}\n" if envelope != domain else "",
    }


def anyone(*domains: str) -> str:
    return f"@({'|'.join(map(re.escape, domains))})$"


def virtual(hosts: list[str], domain: str, served: list[str]) -> str:
    """Every address here that is no name of this machine's own, and the mailbox or alias that it leads to. The host
    is its own mail exchanger, by its A record, and has a postmaster (RFC 5321 section 4.5.1). What a forward did not
    reach goes to no forward again; a bounce comes home whoever's address it is for."""
    lines = [f"/^postmaster{anyone(*hosts)}/ postmaster@localhost"]
    if not served:
        lines += [f"/^{FORWARDER}{anyone(domain)}/ kitte@localhost"]
    else:
        lines += [
            f"if /{anyone(*served)}/",
            f"/^{FORWARDER}@[^@]+$/ kitte@localhost",
            f"/^{ROLES}@[^@]+$/ ${{1}}@localhost",
            "/./ bounces@localhost",
            "endif",
        ]
    return text(lines)


def system(hosts: list[str], domain: str) -> str:
    """Before `virtual`, for mail of the machine's own: cron writes to root, completed with the sending domain."""
    return text([f"/^root{anyone(*dict.fromkeys((domain, *hosts)))}/ root@localhost"])


def recipients(hosts: list[str], served: list[str]) -> str:
    """Whom port 25 takes mail for. `localhost` and the address literals are this machine too, by Postfix's reckoning:
    strangers do not write there."""
    if not served:
        return ""
    return text(
        [
            f"/^postmaster{anyone(*hosts)}/ OK",
            f"if !/{anyone(*served)}/",
            "/./ 554 5.7.1 Relay access denied",
            "endif",
            f"/^{ROLES}@[^@]+$/ OK",
        ]
    )


def recipients_of_several(hosts: list[str]) -> str:
    """The same where many names are served. What is nobody's here was refused before, so that only those of this
    machine are named."""
    here = "|".join(["localhost", r"\[[^]]*\]", *map(re.escape, hosts)])
    return text(
        [
            f"/^postmaster{anyone(*hosts)}/ OK",
            rf"/@({here})\.?$/ 554 5.7.1 Relay access denied",
            f"/^{ROLES}@[^@]+$/ OK",
        ]
    )


def submitted_headers(host: str) -> str:
    """What tells of the client's network."""
    lines = [f"if !/^Received: by {re.escape(host)} /", "/^Received:/ IGNORE", "endif", "/^X-Originating-IP:/ IGNORE"]
    return text(lines)


def text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)

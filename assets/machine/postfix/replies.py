"""What people write to addresses that only send: forwarded where the settings say, otherwise refused with words.

What is returned has the empty sender, and goes to the bounces' home whatever address it is for: port 25 looks at that
first. See RFC 3463 section 3.3 for 5.2.1 (the mailbox exists, and takes nothing) and 5.1.1 (there is none).
"""

import re

from kitte.base.shell import Json
from kitte.clerk.ownership import Ownership, bases, known
from kitte.postfix.maps import FORWARDER, ROLES, anyone, text
from kitte.settings import domains

ANY_TAG = "+ "  # no entry has a blank, so it stands for every tag that none names


class Owners:
    """What logins own, by domain; the local part is empty where it is all of the domain."""

    def __init__(self, settings: Json) -> None:
        self.ownership = Ownership(known(settings))
        self.locals: dict[str, set[str]] = {}
        for sender in self.ownership.exact:
            local, _, domain = sender.rpartition("@")
            self.locals.setdefault(domain, set()).add(local)

    def at(self, domain: Json, name: str) -> tuple[set[str], set[str]]:
        """The domains that a served name stands for, and what is owned there: an address of the domain stands for its
        return path at the envelope domain too."""
        places = {name, domain["domain"]} if name == domain["envelopeDomain"] else {name}
        return places, set().union(*(self.locals.get(place, set()) for place in places))

    def owned(self, local: str, places: set[str]) -> bool:
        return any(self.ownership.owned(f"{local}@{place}") for place in places)


def answers(domain: Json) -> tuple[str, str]:
    """To who writes to an address that a login owns, and to one that nobody does."""
    home = f"postmaster@{domain['home']}"
    closed = f"550 5.2.1 This address sends and is not read; write to {home}"
    return "OK" if domain.get("replies") else closed, f"550 5.1.1 There is no such address; write to {home}"


def owned(owners: Owners, domain: Json, names: list[str], answer: str) -> list[str]:
    """Lines of a table that say this of what logins own at these served names. What belongs to whom is asked of the one
    rule: here are but its forms, the longest first."""
    lines, inner = [], 0
    for name in sorted(names):
        places, locals_ = owners.at(domain, name)
        if "" in locals_:
            lines.append(f"/^[^@]+{anyone(name)}/ {answer}")
            continue
        for local in sorted(locals_, key=lambda local: (-local.count("+"), local)):
            for tag, pattern in (("", ""), (ANY_TAG, r"\+[^@]*")):
                form = rf"/^{re.escape(local)}{pattern}{anyone(name)}/"
                if owners.owned(f"{local}{tag}", places):
                    lines.append(f"{form} {answer}")
                elif locals_ & set(bases(local)[1:]):  # else no later line is about it
                    lines.append(f"if !{form}")
                    inner += 1
    return lines + ["endif"] * inner


def asked(settings: Json, owners: Owners) -> list[tuple[Json, list[str]]]:
    """Domains and those of their names that these tables are about: all of the first one's, and of another's those
    where a login owns one tag of an address, which no exact name says."""
    first, *others = domains.of(settings)
    return [(first, first["served"]), *((other, tagged(owners, other)) for other in others)]


def tagged(owners: Owners, other: Json) -> list[str]:
    names = [(name, owners.at(other, name)[1]) for name in other["served"]]
    return [name for name, locals_ in names if "" not in locals_ and any("+" in local for local in locals_)]


def access(settings: Json) -> str:
    """For smtpd: nothing is said of mail to other domains, of roles and of what is forwarded."""
    owners = Owners(settings)
    # The tables of the domains beside the first come behind this one, and have no roles
    lines = [f"/^{ROLES}@[^@]+$/ OK"] if settings.get("others") else []
    for domain, names in asked(settings, owners):
        if names:
            answer, unknown = answers(domain)
            lines += [f"if /{anyone(*names)}/", f"/^{ROLES}@[^@]+$/ OK", *owned(owners, domain, names, answer)]
            lines += [f"/./ {unknown}", "endif"]
    return text(lines)


def virtual(settings: Json) -> str:
    """Before the table of maps.py, for what came over SMTP: a bounce that this machine makes itself is no reply."""
    owners = Owners(settings)
    lines: list[str] = []
    for domain, names in asked(settings, owners):
        if names and domain.get("replies"):
            lines += owned(owners, domain, names, f"{alias(domain, settings)}@localhost")
    return text([f"if !/^({ROLES}|{FORWARDER})@[^@]+$/", *lines, "endif"]) if lines else ""


def alias(domain: Json, settings: Json) -> str:
    return "replies" if domain["domain"] == settings["domain"] else domains.alias("replies", domain)

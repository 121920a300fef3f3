"""Postfix's tables of the domains beside the first. Each is asked by an exact name, however many there are; the
regular expressions of maps.py and replies.py are the first domain's. A connection starts a process: what it compiles
or tries in turn must not grow with the domains.

A table of whole domains has entries `@example.org`, and is asked through `at_domain`; one of addresses that stand for
their tags has `news@example.org`, and is asked through `untagged`. So no entry stands for a subdomain, as it would in
access(5), and none is passed over for an expression behind it, as it would be in virtual(5).
"""

from kitte.base.shell import Json
from kitte.postfix.maps import FORWARDER, ROLE_NAMES, text
from kitte.postfix.replies import ANY_TAG, Owners, answers, tagged
from kitte.settings import domains
from kitte.settings.domains import alias

NAMES = ("roles", "home_domains", "returned_domains", "envelopes", "owned", "owned_tags", "owned_domains")
READ = ("read", "read_tags", "read_domains")
ALL = (*NAMES, *READ)
Tables = dict[str, list[str]]


def tables(settings: Json) -> dict[str, str]:
    """By the name below /etc/postfix; all are empty where there is one domain."""
    found: Tables = {name: [] for name in ALL}
    others = domains.of(settings)[1:]
    owners = Owners(settings) if others else None
    for other in others:
        led(found, other)
        if owners:
            taken(found, owners, other)
    return {name: text(lines) for name, lines in found.items()}


def led(found: Tables, other: Json) -> None:
    """What comes for it, and where its bounces come home."""
    domain, envelope, forwards = other["domain"], other["envelopeDomain"], other["forwards"]
    leads = {role: f"{alias(role, other) if forwards.get(role) else 'kitte'}@localhost" for role in ROLE_NAMES}
    if envelope != domain:
        found["envelopes"].append(f"@{domain} @{envelope}")
    for name in dict.fromkeys((*other["served"], other["home"])):
        found["roles"].append(f"{FORWARDER}@{name} kitte@localhost")
    for name in other["served"]:
        found["roles"] += [f"{role}@{name} {place}" for role, place in leads.items()]
        found["home_domains"].append(f"@{name} {leads['bounces']}")
        found["returned_domains"].append(f"@{name} REDIRECT {leads['bounces']}")


def taken(found: Tables, owners: Owners, other: Json) -> None:
    """What people write to addresses that only send, as replies.py has it for the first domain."""
    answer, unknown = answers(other)
    leads = f"{alias('replies', other)}@localhost"
    for name in sorted(set(other["served"]) - set(tagged(owners, other))):
        places, locals_ = owners.at(other, name)
        whole = "" in locals_
        forms = [("_domains", "", whole)] if whole else [
            (kind, local, owners.owned(f"{local}{tag}", places))
            for local in sorted(locals_)
            for kind, tag in (("", ""), ("_tags", ANY_TAG))
        ]
        for kind, local, mine in forms:
            if mine:
                found[f"owned{kind}"].append(f"{local}@{name} {answer}")
                if other.get("replies"):
                    found[f"read{kind}"].append(f"{local}@{name} {leads}")
        if not whole:
            found["owned_domains"].append(f"@{name} {unknown}")

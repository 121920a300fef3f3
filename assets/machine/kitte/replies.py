"""What people write to addresses that only send: forwarded where the settings say, otherwise refused with words.

What is returned has the empty sender, and goes to the bounces' home whatever address it is for: port 25 looks at that
first. See RFC 3463 section 3.3 for 5.2.1 (the mailbox exists, and takes nothing) and 5.1.1 (there is none).
"""

import re

from kitte.maps import FORWARDER, ROLES, anyone, text
from kitte.ownership import Ownership, bases, known
from kitte.shell import Json

ANY_TAG = "+ "  # no entry has a blank, so it stands for every tag that none names


def owned(settings: Json, answer: str) -> list[str]:
    """Lines of a table that say this of what logins own at a served domain. What belongs to whom is asked of the one
    rule: here are but its forms, the longest first. An address of the domain stands for its return path at the envelope
    domain too."""
    ownership = Ownership(known(settings))
    senders = {sender for user in settings["users"] for sender in user["senders"]}
    lines, inner = [], 0
    for name in sorted(settings["served"]):
        domains = {name, settings["domain"]} if name == settings["envelopeDomain"] else {name}
        if senders & {f"@{domain}" for domain in domains}:
            lines.append(f"/^[^@]+{anyone(name)}/ {answer}")
            continue
        locals_ = {local for local, _, domain in (sender.rpartition("@") for sender in senders) if domain in domains}
        for local in sorted(locals_, key=lambda local: (-local.count("+"), local)):
            for tag, pattern in (("", ""), (ANY_TAG, r"\+[^@]*")):
                form = rf"/^{re.escape(local)}{pattern}{anyone(name)}/"
                if any(ownership.owned(f"{local}{tag}@{domain}") for domain in domains):
                    lines.append(f"{form} {answer}")
                elif locals_ & set(bases(local)[1:]):  # else no later line is about it
                    lines.append(f"if !{form}")
                    inner += 1
    return lines + ["endif"] * inner


def access(settings: Json) -> str:
    """For smtpd: nothing is said of mail to other domains, of roles and of what is forwarded."""
    if not settings.get("served"):
        return ""
    home = f"postmaster@{settings['home']}"
    closed = f"550 5.2.1 This address sends and is not read; write to {home}"
    lines = owned(settings, "OK" if settings.get("replies") else closed)
    unknown = f"/./ 550 5.1.1 There is no such address; write to {home}"
    return text([f"if /{anyone(*settings['served'])}/", f"/^{ROLES}@[^@]+$/ OK", *lines, unknown, "endif"])


def virtual(settings: Json) -> str:
    """Before the table of maps.py, for what came over SMTP: a bounce that this machine makes itself is no reply."""
    if not settings.get("served") or not settings.get("replies"):
        return ""
    lines = owned(settings, "replies@localhost")
    return text([f"if !/^({ROLES}|{FORWARDER})@[^@]+$/", *lines, "endif"])

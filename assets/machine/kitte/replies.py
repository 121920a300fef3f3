"""What people write to addresses that only send: forwarded where the settings say, otherwise refused with words.

What is returned has the empty sender, and goes to the bounces' home whatever address it is for: port 25 looks at that
first. See RFC 3463 section 3.3 for 5.2.1 (the mailbox exists, and takes nothing) and 5.1.1 (there is none).
"""

import re

from kitte.maps import FORWARDER, ROLES, anyone, text
from kitte.shell import Json


def owned(settings: Json) -> list[str]:
    """The local parts, as regular expressions with the at sign, of what logins own at a served domain. An address of
    the domain stands for its return path at the envelope domain too, with an extension behind a plus sign."""
    parts = set()
    for user in settings["users"]:
        for sender in user["senders"]:
            local, domain = sender.split("@")
            where = {domain, settings["envelopeDomain"]} if domain == settings["domain"] else {domain}
            for name in sorted(where & set(settings.get("served", []))):
                parts.add((rf"^{re.escape(local)}(\+[^@]*)?" if local else "^[^@]+") + anyone(name))
    return sorted(parts)


def access(settings: Json) -> str:
    """For smtpd: nothing is said of mail to other domains, of roles and of what is forwarded."""
    if not settings.get("served"):
        return ""
    home = f"postmaster@{settings['home']}"
    closed = f"550 5.2.1 This address sends and is not read; write to {home}"
    lines = [f"/{pattern}/ {'OK' if settings.get('replies') else closed}" for pattern in owned(settings)]
    unknown = f"/./ 550 5.1.1 There is no such address; write to {home}"
    return text([f"if /{anyone(*settings['served'])}/", f"/^{ROLES}@[^@]+$/ OK", *lines, unknown, "endif"])


def virtual(settings: Json) -> str:
    """Before the table of maps.py, for what came over SMTP: a bounce that this machine makes itself is no reply."""
    if not settings.get("served") or not settings.get("replies"):
        return ""
    lines = [f"/{pattern}/ replies@localhost" for pattern in owned(settings)]
    return text([f"if !/^({ROLES}|{FORWARDER})@[^@]+$/", *lines, "endif"])

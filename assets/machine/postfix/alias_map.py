"""Where mail that stays here ends: aliases(5), for the roles of each domain."""

from kitte.base.shell import Json
from kitte.postfix.maps import ROLE_NAMES
from kitte.settings import domains


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

"""What the postmaster should know becomes mail: signed and delivered like any other from this machine."""

import json
import os
from pathlib import Path

from kitte.base.shell import Broken, log
from kitte.limits.limits import NOTICES
from kitte.postfix.sendmail import hand_in

LONGEST = 4096
ADVICE = """
If this login's program sends so much by intention, raise `limits` in the config and deploy.
If not, its password is in other hands: change it in the secret of users, and look at
`journalctl -u 'postfix*' | grep sasl_username` for what was sent and from where.
"""


def send(domain: str) -> None:
    """What the policy server left. What cannot be sent stays for the next time, and fails no report."""
    for path in sorted(NOTICES.glob("*.json")):
        try:
            kind, text = read(path)
            post(domain, kind, text, ADVICE)
            path.unlink()
        except Broken as error:
            log(f"no notice is sent: {error}")
            return  # the next would wait as long
        except Exception as error:  # its words are another account's
            log(f"notice {path.name} is not sent: {type(error).__name__}: {error}")


def read(path: Path) -> tuple[str, str]:
    """The directory is another account's: no link is followed, and nothing but one line of words is taken."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW)) as file:
        notice = json.loads(file.read(LONGEST))
    kind, text = (" ".join(str(notice[name]).split()) for name in ("kind", "text"))
    return kind, text


def post(domain: str, kind: str, text: str, advice: str) -> None:
    hand_in(f"postmaster@{domain}", "postmaster@localhost", letter(domain, kind, text, advice))


def letter(domain: str, kind: str, text: str, advice: str) -> str:
    subject = f"Subject: Kitte: {kind}\n"
    return f"From: Kitte <postmaster@{domain}>\nTo: postmaster@{domain}\n{subject}\n{text}\n{advice}"

"""What lies in the machine's own mailbox: returned mail, and that to roles. For `kitte-control`."""

import base64
import re
from collections.abc import Sequence
from typing import BinaryIO

from kitte.base.shell import Broken, Json
from kitte.mailbox import letter, mbox
from kitte.mailbox.mbox import MAILBOX, Lying

HEAD = 256 << 10  # octets of a letter that a list reads
MOST = 8 << 20  # of one that is shown
RAW = 512 << 10  # of one that is handed over as it is: Run Command carries no more
ID = re.compile(r"[0-9a-f]{12}")


def listed(most: int) -> Json:
    """The newest of them, the oldest first."""
    with mbox.opened(MAILBOX, change=False) as file:
        lying = mbox.letters(file) if file else []
        chosen = lying[-most:] if most > 0 else []
        return {
            "letters": [told(file, each) for each in chosen] if file else [],
            "total": len(lying),
            "bytes": sum(each.length for each in lying),
        }


def told(file: BinaryIO, lying: Lying) -> Json:
    return {"id": lying.id, "bytes": lying.length, **letter.summary(mbox.read(file, lying, HEAD))}


def shown(how: str, identity: str) -> Json:
    with mbox.opened(MAILBOX, change=False) as file:
        lying = chosen(mbox.letters(file) if file else [], [identity])[0]
        assert file is not None  # noqa: S101 there is a letter
        most = RAW if how == "raw" else MOST
        raw = mbox.read(file, lying, most)
    left = lying.length - len(raw)
    about: Json = {"id": lying.id, "bytes": lying.length, "left": left}
    if how == "raw":
        return {**about, "raw": base64.b64encode(raw.partition(b"\n")[2]).decode()}
    return {**about, **letter.whole(raw)}


def deleted(identities: Sequence[str]) -> Json:
    """All of them or none: one that is not there is said before anything is removed."""
    if not identities:
        raise Broken("no id is given. Nothing was deleted.")
    with mbox.opened(MAILBOX, change=True) as file:
        gone = chosen(mbox.letters(file) if file else [], identities, "Nothing was deleted.")
        if file:
            mbox.remove(MAILBOX, file, gone)
    return {"deleted": sorted({each.id for each in gone})}


def chosen(lying: Sequence[Lying], identities: Sequence[str], otherwise: str = "") -> list[Lying]:
    known = {each.id for each in lying}
    wrong = [each for each in dict.fromkeys(identities) if not ID.fullmatch(each) or each not in known]
    if wrong:
        names = ", ".join(each[:20] for each in wrong[:10])
        raise Broken(f"no letter {names} lies here: kitte mailbox list shows those that do. {otherwise}".strip())
    return [each for each in lying if each.id in set(identities)]

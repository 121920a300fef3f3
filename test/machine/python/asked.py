"""Answers for a test in another language: a JSON line with a message comes in, one with what became of it goes out."""

import base64
import json
import sys
from pathlib import Path

from handed_in import passed

sys.path.append(str(Path(__file__).parents[3] / "lib/rehearsal/messages/judge"))

from decode import told  # noqa: E402

Answer = dict[str, object]


def answer(raw: bytes, chunk: int, *, compared: bool) -> Answer:
    after = passed(raw, chunk=chunk)
    if not isinstance(after, bytes):
        return {"refused": after}
    again = passed(after)
    found: Answer = {
        "longest": max(map(len, after.split(b"\r\n"))),
        "ascii": after.isascii(),
        "bare": after.replace(b"\r\n", b"").count(b"\r"),
        "again": "the same" if again == after else repr(again),
        "after": repr(after),
    }
    return found | {"told": [told(raw), told(after)]} if compared else found


for line in sys.stdin:
    job = json.loads(line)
    try:
        said = answer(base64.b64decode(job["raw"]), job["chunk"], compared=job["compared"])
    except Exception as error:
        said = {"fault": f"{type(error).__name__}: {error}"}
    print(json.dumps(said), flush=True)

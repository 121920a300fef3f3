"""Judges messages by Debian's python3-dkim and python3-spf, and tells what they say. JSON lines in, JSON lines out.

A line: {"raw": base64 with CRLF, "ip", "helo", "sender"}; without "ip" it is only read, not judged. With "listed" it is
judged again below these fields, and below forged ones.
"""

import base64
import functools
import json
import sys

import dkim
import dkim.dnsplug
import spf
from decode import told


@functools.cache
def text_record(name: bytes, timeout: int = 5) -> bytes | None:
    return dkim.dnsplug.get_txt(name, timeout)


@functools.cache
def sender_policy(ip: str, sender: str, helo: str) -> list[str]:
    result, words = spf.check2(i=ip, s=sender, h=helo)
    return [result, words]


def signatures(message: bytes) -> list[dict[str, object]]:
    verifier = dkim.DKIM(message)
    found = []
    count = sum(name.lower() == b"dkim-signature" for name, _ in verifier.headers)
    for index in range(count):
        try:
            good, words = verifier.verify(idx=index, dnsfunc=text_record), ""
        except dkim.DKIMException as error:
            good, words = False, str(error)
        signed = [name.decode("ascii", "replace").lower() for name, _ in verifier.signed_headers or []]
        fields = verifier.signature_fields or {}
        covered = [name.decode().strip().lower() for name in fields.get(b"h", b"").split(b":")]
        domain = (verifier.domain or b"").decode()
        found.append({"pass": bool(good), "domain": domain, "words": words, "covered": covered, "signed": signed})
    return found


def again(raw: bytes, fields: str) -> bool:
    """Whether the signature still holds with these fields above the message."""
    return any(each["pass"] for each in signatures(fields.encode() + raw))


# What nobody may add unseen.
FORGED = ("From: forger@example.org\r\n", "Subject: Forged\r\n")


def main() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        raw = base64.b64decode(job["raw"])
        answer: dict[str, object] = {"told": told(raw)}
        if "ip" in job:
            answer["dkim"] = signatures(raw)
            answer["spf"] = sender_policy(job["ip"], job["sender"], job["helo"])
        if "listed" in job:
            answer["listed"] = again(raw, job["listed"])
            answer["forged"] = [again(raw, field) for field in FORGED]
        print(json.dumps(answer), flush=True)


main()

"""Judges a message (base64, on standard input) by Debian's python3-dkim and python3-spf.

Its arguments: client address, HELO, envelope sender.
"""

import base64
import json
import sys

import dkim
import spf


def signatures(message: bytes) -> list[dict[str, str]]:
    verifier = dkim.DKIM(message)
    found = []
    count = sum(name.lower() == b"dkim-signature" for name, _ in verifier.headers)
    for index in range(count):
        try:
            good, words = verifier.verify(idx=index), ""
        except dkim.DKIMException as error:
            good, words = False, str(error)
        domain = (verifier.domain or b"").decode()
        found.append({"result": "pass" if good else "fail", "domain": domain, "words": words})
    return found


def main() -> None:
    address, helo, sender = sys.argv[1:]
    message = base64.b64decode(sys.stdin.read())
    result, words = spf.check2(i=address, s=sender, h=helo)
    print(json.dumps({"spf": {"result": result, "words": words}, "dkim": signatures(message)}))


main()

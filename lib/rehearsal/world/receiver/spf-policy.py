"""A policy service for Postfix (SMTPD_POLICY_README): nothing is taken that Debian's pyspf does not pass.

The codes are those of RFC 7372: 5.7.23 for a policy that says no, 5.7.24 for one that cannot be read.
"""

import sys

import spf


def answer(asked: dict[str, str]) -> str:
    result, words = spf.check2(i=asked["client_address"], s=asked["sender"], h=asked["helo_name"])
    if result == "pass":
        return "DUNNO"
    code = {"temperror": "451 4.7.24", "permerror": "550 5.7.24"}.get(result, "550 5.7.23")
    return f"{code} SPF {result} by pyspf: {words}"


def main() -> None:
    asked: dict[str, str] = {}
    for line in sys.stdin:
        name, _, value = line.rstrip("\n").partition("=")
        if name:
            asked[name] = value
            continue
        print(f"action={answer(asked)}\n", flush=True)
        asked = {}


main()

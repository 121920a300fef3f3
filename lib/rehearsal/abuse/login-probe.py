"""Runs on the machine itself, without a network between: tries passwords one after the other and takes the time.

Reads {"sessions": [[address, [[login, password], ...]], ...], "at_once": n} and prints, for each session,
[reply, seconds] of each try. A session is a connection from one loopback address; several run at once.
"""

import base64
import concurrent.futures
import json
import smtplib
import ssl
import sys
import time

job = json.load(sys.stdin)
trust = ssl.create_default_context()


def session(address: str, tries: list[tuple[str, str]]) -> list[tuple[str, float]]:
    trust.check_hostname = False  # the name leads to the public address, this to the machine itself
    with smtplib.SMTP_SSL("127.0.0.1", 465, "probe", timeout=60, context=trust, source_address=(address, 0)) as smtp:
        smtp.ehlo()
        answers = []
        for login, password in tries:
            plain = base64.b64encode(f"\0{login}\0{password}".encode()).decode()
            begun = time.monotonic()
            code, words = smtp.docmd("AUTH", f"PLAIN {plain}")
            answers.append((f"{code} {words.decode()}", time.monotonic() - begun))
            if code == 235:
                break
        return answers


with concurrent.futures.ThreadPoolExecutor(job["at_once"]) as pool:
    print(json.dumps(list(pool.map(lambda each: session(*each), job["sessions"]))))

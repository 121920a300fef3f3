"""Many sessions at once from the rehearsal's laptop: mail clients that hand in messages, guessers of passwords, or
handshakes at a rate. The job comes as one line of JSON on standard input, the outcomes go to standard output as one.

It speaks with nothing but the rehearsal's own addresses (RFC 5737).
"""

import concurrent.futures
import ipaddress
import json
import smtplib
import ssl
import sys
import threading
import time

REHEARSAL = ipaddress.ip_network("203.0.113.0/24")
PATIENCE = 60  # seconds
LINE = b"x" * 70 + b"\r\n"
WINDOW = 200  # chunks that are sent before their answers are read: RFC 3030 section 2 lets them be pipelined

job = json.loads(sys.stdin.readline())
if ipaddress.ip_address(job["host"]) not in REHEARSAL:
    sys.exit(f"{job['host']} is no address of a rehearsal's: nothing else is spoken with")
trust = ssl.create_default_context(cafile=job["trust"])
begin = threading.Barrier(job["sessions"])


class Session(smtplib.SMTP):
    """Connects to the address, and expects the certificate of the name."""

    def __init__(self, port: int, address: str) -> None:
        self.wrapped = port == 465
        super().__init__(local_hostname="laptop.example.net", timeout=PATIENCE, source_address=(address, 0))
        self._host = job["name"]
        code, words = self.connect(job["host"], port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        self._host = job["name"]
        if not self.wrapped:
            self.starttls(context=trust)

    def _get_socket(self, host, port, timeout):  # type: ignore[no-untyped-def]
        plain = super()._get_socket(host, port, timeout)
        return trust.wrap_socket(plain, server_hostname=job["name"]) if self.wrapped else plain


def place(number: int) -> tuple[int, str]:
    return job["ports"][number % len(job["ports"])], job["addresses"][number % len(job["addresses"])]


def letter(serial: str) -> bytes:
    head = f"From: {job['from']}\r\nTo: {job['to']}\r\nSubject: {serial}\r\n"
    head += f"Message-ID: <{serial}@{job['domain']}>\r\n\r\n"
    return head.encode() + LINE * (job["octets"] // len(LINE) + 1)


def said(code: int, words: bytes) -> str:
    return f"{code} {words.decode(errors='replace')}"


def in_chunks(smtp: Session, text: bytes, size: int) -> str:
    """BDAT (RFC 3030)."""
    for command in (f"MAIL FROM:<{job['from']}>", f"RCPT TO:<{job['to']}>"):
        code, words = smtp.docmd(command)
        if code != 250:
            return said(code, words)
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    for at in range(0, len(chunks), WINDOW):
        some = chunks[at : at + WINDOW]
        smtp.sock.sendall(b"".join(f"BDAT {len(chunk)}\r\n".encode() + chunk for chunk in some))
        for _ in some:
            code, words = smtp.getreply()
            if code != 250:
                return said(code, words)
    return said(*smtp.docmd("BDAT 0 LAST"))


def whole(smtp: Session, text: bytes) -> str:
    try:
        smtp.sendmail(job["from"], [job["to"]], text)
    except smtplib.SMTPRecipientsRefused as error:
        return said(*next(iter(error.recipients.values())))
    except smtplib.SMTPResponseException as error:
        return said(error.smtp_code, error.smtp_error)
    return "250"


def hands_in(number: int) -> list[str]:
    """All are connected and logged in before the first of them sends, unless they come as they are let in."""
    answers: list[str] = []
    try:
        if job["connect"] == "together":
            begin.wait(PATIENCE)
        with Session(*place(number)) as smtp:
            smtp.login(job["login"], job["password"])
            if job["connect"] == "before":
                begin.wait(PATIENCE)
            for one in range(job["messages"]):
                text = letter(f"{job['mark']}-{number}-{one}")
                answers.append(in_chunks(smtp, text, job["chunk"]) if job["chunk"] else whole(smtp, text))
    except (OSError, smtplib.SMTPException, threading.BrokenBarrierError) as error:
        answers.append(f"{type(error).__name__}: {error}")
    return answers


def guesses(number: int) -> list[str]:
    """A password after the other, each on a connection of its own."""
    answers = []
    for one in range(job["messages"]):
        try:
            with Session(*place(number)) as smtp:
                smtp.login(job["login"], f"guess {number} {one}")
            answers.append("235")
        except (OSError, smtplib.SMTPException) as error:
            answers.append(str(error))
    return answers


def shakes(number: int) -> list[str]:
    """At its times, as long as it need be."""
    answers, start = [], time.monotonic()
    for one in range(job["messages"]):
        time.sleep(max(0.0, start + one / job["rate"] - time.monotonic()))
        port, address = place(number)
        try:
            Session(port, address).close()
            answers.append("220")
        except (OSError, smtplib.SMTPException) as error:
            answers.append(f"{type(error).__name__}: {error}")
    return answers


DOES = {"mail": hands_in, "guess": guesses, "handshake": shakes}
began = time.monotonic()
with concurrent.futures.ThreadPoolExecutor(job["sessions"]) as pool:
    found = [answer for session in pool.map(DOES[job["does"]], range(job["sessions"])) for answer in session]
print(json.dumps({"answers": found, "seconds": time.monotonic() - began}))

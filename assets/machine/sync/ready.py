"""Proof by use: submission answers with a certificate that the system trusts, a login is let in, mail is signed.

It is tried by listeners of the machine's own, which are the public ones' twins: whoever holds those keeps no deploy and
no boot from its end. Of the public ones it is asked whether they are open.
"""

import secrets
import smtplib
import ssl
import time
from pathlib import Path

from kitte.base import manifest
from kitte.base.aws import system_trust
from kitte.base.shell import Json, NotYet
from kitte.certificate import certificate
from kitte.clerk.ownership import PROBE as ADDRESS
from kitte.settings import domains

PROBE = Path("/var/spool/kitte/probe")
OWN = {465: "submissions", 587: "submission"}  # each with its twin
LISTENING = "0A"  # TCP_LISTEN in proc_net_tcp(5)
TCP = Path("/proc/self/net/tcp")


def check(machine: Json, settings: Json, passwords: Json) -> None:
    host = machine["hostName"]
    trust = system_trust()
    # Whether clients trust its authority is for warnings.py: the config may name a test authority, or a company's own
    trust.load_verify_locations(certificate.CHAIN)
    trust.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    for port in OWN:
        if port not in open_ports():
            raise NotYet(f"nothing listens on port {port}; see journalctl -u postfix")
        try:
            with session(port, host, trust) as smtp:
                if settings["users"] and passwords:
                    login, sender, domain = tried(settings)
                    smtp.login(login, passwords[login])
                    if domain:
                        submit(smtp, sender, domain)
        except (OSError, smtplib.SMTPException) as error:
            raise NotYet(f"submission on port {port}: {error}") from error


class Loopback(smtplib.SMTP):
    """Connects to this machine, but expects the certificate of the name that the world uses."""

    def __init__(self, host: str, port: int, trust: ssl.SSLContext) -> None:
        self.trust = trust if port == 465 else None
        super().__init__(local_hostname=host, timeout=20)
        self._host = host
        self.connect("127.0.0.1", manifest.port("postfix", OWN[port]))
        self._host = host  # what starttls() verifies
        if port != 465:
            self.starttls(context=trust)

    def _get_socket(self, host, port, timeout):  # type: ignore[no-untyped-def]
        plain = super()._get_socket(host, port, timeout)
        return self.trust.wrap_socket(plain, server_hostname=self._host) if self.trust else plain


def open_ports() -> set[int]:
    rows = [line.split() for line in TCP.read_text().splitlines()[1:]]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == LISTENING}


def session(port: int, host: str, trust: ssl.SSLContext) -> smtplib.SMTP:
    return Loopback(host, port, trust)


def tried(settings: Json) -> tuple[str, str, Json]:
    """A login, and an address that it may send as, of a domain that is in force; without a domain there is none."""
    in_force = {name: domain for domain in domains.signed(settings) for name in domains.written(domain)}
    for user in settings["users"]:
        for sender in user["senders"]:
            if domain := in_force.get(sender.rpartition("@")[2]):
                return user["login"], f"postmaster{sender}" if sender.startswith("@") else sender, domain
    return settings["users"][0]["login"], "", {}


def submit(smtp: smtplib.SMTP, sender: str, domain: Json) -> None:
    mark = marked()
    message = f"From: {sender}\r\nTo: {ADDRESS}\r\nSubject: {mark}\r\n\r\nSigned?\r\n"
    smtp.sendmail(sender, [ADDRESS], message)
    flat = "".join(arrived(mark).split())
    signed = f"d={domain['domain']};s={domain['dkim']['active']};"
    if "DKIM-Signature:" not in flat or signed not in flat:
        raise NotYet(f"the test message was not signed with {signed}")


def marked() -> str:
    """A subject to be known by. Whoever sends to the mailbox holds the lock."""
    PROBE.unlink(missing_ok=True)
    return secrets.token_hex(8)


def arrived(mark: str) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        text = PROBE.read_text(errors="replace") if PROBE.exists() else ""
        if mark in text and text.endswith("\n\n"):
            PROBE.unlink(missing_ok=True)
            return text
        time.sleep(0.02)
    raise NotYet("the test message was accepted but not delivered within 20 s")

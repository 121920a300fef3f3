"""Who has to act when there is no certificate? Words as certbot 4 prints them; details as Let's Encrypt gives them."""

import contextlib
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from kitte.base.command import Failed, run
from kitte.base.shell import NotYet, Waiting
from kitte.certificate import certificate

FRAME = """Requesting a certificate for mail.example.com

Certbot failed to authenticate some domains (authenticator: manual). \
The Certificate Authority reported these problems:
  Domain: mail.example.com
  Type:   {type}
  Detail: {detail}

Hint: The Certificate Authority failed to verify the DNS TXT records created by the --manual-auth-hook. \
Ensure that this hook is functioning correctly and that it waits a sufficient duration of time for DNS propagation. \
Refer to "certbot --help manual" and the Certbot User Guide.

Some challenges have failed.
Ask for help or search for solutions at https://community.letsencrypt.org. See the logfile
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(("openssl", *words), check=True, capture_output=True, cwd=folder)  # noqa: S603, S607


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")


def authority(folder: Path) -> None:
    openssl(folder, "req", "-x509", *KEY, "-subj", "/CN=authority", "-keyout", "ca.key", "-out", "ca.pem")


def issue(root: Path, live: Path) -> None:
    """As certbot lays them out."""
    live.mkdir(exist_ok=True)
    name = ("-subj", "/CN=x", "-addext", "subjectAltName=DNS:mail.example.com")
    signed = ("-CA", str(root / "ca.pem"), "-CAkey", str(root / "ca.key"), "-days", "9")
    openssl(live, "req", "-x509", *KEY, *name, *signed, "-keyout", "privkey.pem", "-out", "fullchain.pem")


def judged(output: str) -> tuple[bool, str]:
    return certificate.refusal(Failed("certbot certonly failed (1): its last words", output))


class Delegation(unittest.TestCase):
    def test_another_server_speaks_for_the_zone(self) -> None:
        name = "_acme-challenge.mail.example.com"
        for kind, detail in (
            ("dns", f"DNS problem: NXDOMAIN looking up TXT for {name} - check that a DNS record exists"),
            ("dns", f"DNS problem: SERVFAIL looking up TXT for {name} - the domain's nameservers may be broken"),
            ("unauthorized", f"No TXT record found at {name}"),
            ("unauthorized", f'Incorrect TXT record "x" found at {name}'),
        ):
            with self.subTest(detail):
                waiting, why = judged(FRAME.format(type=kind, detail=detail))
                self.assertTrue(waiting)
                self.assertEqual(why, f"the certificate authority says: {detail}")


class NotWaiting(unittest.TestCase):
    def test_a_caa_record_forbids_it(self) -> None:
        detail = "CAA record for mail.example.com prevents issuance"
        self.assertEqual(
            judged(FRAME.format(type="caa", detail=detail)), (False, f"the certificate authority says: {detail}")
        )

    def test_there_is_no_such_zone_in_the_account(self) -> None:
        output = "Hook '--manual-auth-hook' for mail.example.com reported error code 1\nHook said: NoSuchHostedZone\n"
        self.assertFalse(judged(output)[0])

    def test_a_permission_is_missing_or_a_limit_is_reached(self) -> None:
        for words in (
            "Hook '--manual-auth-hook' for mail.example.com ran with error output:\n route53 UPSERT: AccessDenied\n",
            "An unexpected error occurred:\nError creating new order :: too many certificates already issued\n",
        ):
            self.assertEqual(judged(words), (False, "certbot certonly failed (1): its last words"))


class Successor(unittest.TestCase):
    """The config names another authority: what serves goes on until the other one's certificate is there."""

    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for name in ("LETSENCRYPT", "LIVE", "KEPT", "CHAIN", "FACTS", "SERVING", "LIB", "RUN"):
                stack.enter_context(mock.patch.object(certificate, name, self.root / name.lower()))
            for name in ("log", "keep", "listen"):
                stack.enter_context(mock.patch.object(certificate, name))
            stack.enter_context(mock.patch.object(certificate, "delegated", return_value=True))
            stack.enter_context(mock.patch.object(certificate.trouble, "NOTED", self.root / "troubles.json"))
            stack.enter_context(mock.patch.object(certificate, "open_to_the_network", return_value=False))
            stack.enter_context(mock.patch.object(certificate, "run", self.run_command))
            stack.enter_context(mock.patch("kitte.base.command.log"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)
        for folder in ("lib", "run"):
            (self.root / folder).mkdir()
        authority(self.root)
        certificate.SERVING.touch()
        self.refuses, self.asked = False, []  # type: ignore[var-annotated]
        self.machine = {
            **{"hostName": "mail.example.com", "hosts": ["mail.example.com"]},
            **{"zone": "example.com", "directoryUrl": "https://old.test/dir"},
        }
        certificate.ensure(self.machine)
        self.old = certificate.CHAIN.read_text()

    def run_command(self, *command: str, **more: object) -> str:
        if command[0] != "certbot":
            return run(*command, **more)  # type: ignore[arg-type]
        self.asked.append(command[command.index("--server") + 1])
        self.assertIn("--break-my-certs", command)
        if self.refuses:
            raise Failed("certbot certonly failed (1): connection refused", "")
        issue(self.root, certificate.LIVE)
        return ""

    def test_what_serves_goes_on_and_the_failure_says_so(self) -> None:
        self.machine["directoryUrl"], self.refuses = "https://new.test/staging", True
        for _ in range(2):  # the second time it is not asked for yet
            with self.assertRaisesRegex(NotYet, "connection refused; the one of https://old.test/dir goes on serving"):
                certificate.ensure(self.machine)
        self.assertEqual(certificate.CHAIN.read_text(), self.old)
        self.assertTrue(certificate.serves(self.machine))
        self.assertEqual(self.asked, ["https://old.test/dir", "https://new.test/staging"])

        self.machine["directoryUrl"], self.refuses = "https://third.test/dir", False  # which did not refuse yet
        certificate.ensure(self.machine)
        self.assertNotEqual(certificate.CHAIN.read_text(), self.old)
        self.assertTrue(certificate.wanted(self.machine))

    def test_a_roll_back_needs_no_certificate(self) -> None:
        self.machine["directoryUrl"], self.refuses = "https://new.test/staging", True
        with self.assertRaises(NotYet):
            certificate.ensure(self.machine)
        self.machine["directoryUrl"] = "https://old.test/dir"
        certificate.ensure(self.machine)
        self.assertEqual(certificate.CHAIN.read_text(), self.old)
        self.assertEqual(len(self.asked), 2)

    def test_a_delegation_that_went_closes_nothing(self) -> None:
        self.machine["directoryUrl"] = "https://new.test/staging"
        with (
            mock.patch.object(certificate, "delegated", return_value=False),
            self.assertRaisesRegex(NotYet, "not delegated yet.*goes on serving"),
        ):
            certificate.ensure(self.machine)

    def test_of_another_name_or_improvised_serves_nobody(self) -> None:
        self.assertTrue(certificate.serves(self.machine))
        self.assertFalse(certificate.serves({**self.machine, "hostName": "mail.example.org"}))
        certificate.CHAIN.unlink()
        certificate.improvise(self.machine)
        self.assertTrue(certificate.valid(self.machine, certificate.CHAIN))
        self.assertFalse(certificate.serves(self.machine))


class SeveralNames(unittest.TestCase):
    """What serves goes on until a certificate is there that names every host, and no host that is given up."""

    MACHINE: ClassVar[dict[str, Any]] = {"hostName": "mail.example.com", "hosts": ["mail.example.com"]}

    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(certificate, "CHAIN", self.root / "chain.pem"))
            stack.enter_context(mock.patch.object(certificate, "SERVING", self.root))
            stack.enter_context(mock.patch.multiple(certificate, unused=lambda: False, keep=lambda: None))
            stack.enter_context(mock.patch.object(certificate, "wanted", return_value=True))
            stack.enter_context(mock.patch.object(certificate, "FACTS", self.root / "facts.json"))
            stack.enter_context(mock.patch.object(certificate, "listen"))
            self.checked = stack.enter_context(mock.patch.object(certificate, "install_checked"))
            self.obtain = stack.enter_context(mock.patch.object(certificate, "obtain"))
            self.serves = stack.enter_context(mock.patch.object(certificate, "serves", return_value=True))
            self.addCleanup(stack.pop_all().close)

    def issued(self, *hosts: str) -> None:
        names = ",".join(f"DNS:{host}" for host in hosts)
        run(
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"),
            *("-subj", "/CN=kitte", "-addext", f"subjectAltName={names}", "-days", "3"),
            *("-keyout", str(self.root / "key.pem"), "-out", str(certificate.CHAIN)),
        )

    def ensure(self, *hosts: str) -> bool:
        self.obtain.reset_mock()
        certificate.ensure({**self.MACHINE, "hosts": list(hosts)})
        return bool(self.obtain.called)

    def test_another_is_wanted_for_a_host_more_and_for_one_less(self) -> None:
        self.issued("smtp.example.com", "mail.example.com")
        self.assertFalse(self.ensure("mail.example.com", "smtp.example.com"))
        self.assertTrue(self.ensure("mail.example.com"))
        self.assertTrue(self.ensure("mail.example.com", "smtp.example.com", "post.example.com"))

    def test_a_server_that_serves_and_cannot_get_the_next_does_not_only_wait(self) -> None:
        self.issued("mail.example.com")
        self.obtain.side_effect = Waiting("no certificate for smtp.example.com: nobody answers for it")
        with self.assertRaises(NotYet):
            self.ensure("mail.example.com", "smtp.example.com")
        self.serves.return_value = False
        with self.assertRaises(Waiting):
            self.ensure("mail.example.com", "smtp.example.com")


class Adopt(unittest.TestCase):
    """After a restart a machine finds its own certificate on the volume."""

    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for name in ("LETSENCRYPT", "LIVE", "KEPT", "CHAIN"):
                stack.enter_context(mock.patch.object(certificate, name, root / name))
            for name in ("copy", "install", "log"):
                setattr(self, name, stack.enter_context(mock.patch.object(certificate, name)))
            stack.enter_context(mock.patch("shutil.copy2"))
            stack.enter_context(mock.patch.object(certificate, "load", return_value={"directory": "https://ca"}))
            self.unfit = stack.enter_context(mock.patch.object(certificate, "unfit", return_value=""))
            for folder in (root / "LIVE", root / "KEPT/live/kitte"):
                folder.mkdir(parents=True)
                (folder / "fullchain.pem").write_text("chain\n")
                (folder / "privkey.pem").write_text("key\n")
            (root / "CHAIN").write_text("key\nchain\n")
            self.root = root
            self.addCleanup(stack.pop_all().close)

    def adopt(self) -> bool:
        certificate.adopt({"directoryUrl": "https://ca"})
        return bool(self.copy.called)  # type: ignore[attr-defined]

    def test_its_own_is_left_where_it_is(self) -> None:
        self.assertFalse(self.adopt())
        self.unfit.assert_not_called()

    def test_another_one_is_taken(self) -> None:
        (self.root / "KEPT/live/kitte/fullchain.pem").write_text("newer\n")
        self.assertTrue(self.adopt())

    def test_its_own_is_taken_when_postfix_does_not_have_it(self) -> None:
        (self.root / "CHAIN").write_text("improvised\n")
        self.assertTrue(self.adopt())

    def test_one_of_another_authority_is_taken_until_there_is_one_of_the_configs(self) -> None:
        (self.root / "KEPT/live/kitte/fullchain.pem").write_text("newer\n")
        certificate.adopt({"directoryUrl": "https://other"})
        self.assertTrue(self.copy.called)  # type: ignore[attr-defined]

    def test_another_that_is_unfit_is_not(self) -> None:
        (self.root / "KEPT/live/kitte/fullchain.pem").write_text("newer\n")
        self.unfit.return_value = "it is over"
        self.assertFalse(self.adopt())

"""Who has to act when there is no certificate? Words as certbot 4 prints them; details as Let's Encrypt gives them."""

import contextlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte import certificate
from kitte.command import Failed

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


def judged(output: str) -> tuple[bool, str]:
    return certificate.refusal(Failed("certbot certonly failed (1): its last words", output))


class Waiting(unittest.TestCase):
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

    def test_another_that_is_unfit_is_not(self) -> None:
        (self.root / "KEPT/live/kitte/fullchain.pem").write_text("newer\n")
        self.unfit.return_value = "it is over"
        self.assertFalse(self.adopt())

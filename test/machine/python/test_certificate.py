"""Who has to act when there is no certificate? Words as certbot 4 prints them; details as Let's Encrypt gives them."""

import unittest

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

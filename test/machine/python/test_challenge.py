"""The TXT record of DNS-01: in the zone that the lease names, seen by all of its servers, and gone afterwards."""

import contextlib
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from unittest import mock

from kitte.base.shell import NotYet, save
from kitte.certificate import challenge

ZONE = "Z0123456789ABCDEFGHIJ"
ENVIRONMENT = {"CERTBOT_DOMAIN": "mail.example.com", "CERTBOT_VALIDATION": "a_b-c"}
PENDING = "<Id>/change/C1</Id><Status>PENDING</Status>"


class Challenge(unittest.TestCase):
    def setUp(self) -> None:
        self.sent: list[tuple[str, ...]] = []
        self.answers: list[str] = []
        with contextlib.ExitStack() as stack:
            known = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "lease.json"
            save(known, {"zone": ZONE})
            stack.enter_context(mock.patch.object(challenge, "KNOWN", known))
            stack.enter_context(mock.patch.object(challenge, "Metadata"))
            aws = stack.enter_context(mock.patch.object(challenge, "Aws"))
            aws.return_value.call = self.call
            stack.enter_context(mock.patch.dict("os.environ", ENVIRONMENT))
            self.sleep = stack.enter_context(mock.patch.object(challenge.time, "sleep"))
            self.log = stack.enter_context(mock.patch.object(challenge, "log"))
            self.known = known
            self.addCleanup(stack.pop_all().close)

    def call(self, service: str, what: str, _: object, body: bytes, line: str, region: str) -> str:
        self.sent.append((service, what, line, region, body.decode()))
        if not self.answers:
            raise NotYet("route53 UPSERT: AccessDenied")
        return self.answers.pop(0)

    def test_it_waits_until_all_servers_have_it(self) -> None:
        self.answers = [PENDING, PENDING, PENDING.replace("PENDING", "INSYNC")]
        self.assertEqual(challenge.put({}), 0)
        self.assertEqual([words[2] for words in self.sent], [
            f"POST\n/2013-04-01/hostedzone/{ZONE}/rrset",
            *["GET\n/2013-04-01/change/C1"] * 2,
        ])
        self.assertEqual({(words[0], words[3]) for words in self.sent}, {("route53", "us-east-1")})
        self.assertEqual(self.sleep.call_count, 2)
        words = [element.text for element in ElementTree.fromstring(self.sent[0][4]).iter() if element.text]  # noqa: S314
        self.assertEqual(words, ["UPSERT", "_acme-challenge.mail.example.com", "TXT", "10", '"a_b-c"'])

    def test_one_that_never_gets_there_is_named(self) -> None:
        self.answers = [PENDING]
        with mock.patch.object(challenge, "PATIENCE", -1):
            self.assertEqual(challenge.put({}), 1)
        self.log.assert_called_with(
            f"zone {ZONE}: _acme-challenge.mail.example.com is not on all its servers after -1 s"
        )

    def test_it_is_taken_out_as_it_was_put_and_nobody_waits_for_that(self) -> None:
        self.answers = [PENDING]
        self.assertEqual(challenge.remove({}), 0)
        self.assertEqual(self.sent[0][4].replace("DELETE", "UPSERT"), challenge.batch(
            "UPSERT", "_acme-challenge.mail.example.com", "a_b-c"
        ))
        self.assertEqual(len(self.sent), 1)

    def test_what_aws_says_is_said(self) -> None:
        self.assertEqual(challenge.put({}), 1)
        self.log.assert_called_with("route53 UPSERT: AccessDenied")

    def test_without_a_zone_nothing_is_asked(self) -> None:
        for lease in ({}, {"zone": ""}, {"zone": "Z1/rrset"}):
            save(self.known, lease)
            self.assertEqual(challenge.put({}), 1)
        self.assertEqual(self.sent, [])
        self.log.assert_called_with(
            "the lease names no hosted zone for mail.example.com but 'Z1/rrset'; deploy again"
        )

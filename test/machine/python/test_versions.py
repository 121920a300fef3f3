"""What programs of another version left or ask for: read with what is missing, and no unit fails of it.

The words are those that commit 525be69 (before there were volume, lease, limits and errands) and 5dc852d (before a unit
was asked by a file) wrote.
"""

import contextlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import contract, errand, shell, status
from kitte.base.shell import Broken, NotYet, save
from kitte.certificate import certificate
from kitte.clerk.ownership import Ownership
from kitte.lease import lease
from kitte.limits import limits
from kitte.opendkim import signing
from kitte.postfix import postconf
from kitte.settings import document
from kitte.sync import sync
from kitte.volume import spool
from kitte.warnings import warnings

SETTINGS = (
    '{"version":1,"domain":"example.com","dkim":{"selectors":["kitte1"],"active":"kitte1"},'
    '"users":[{"login":"mailer","senders":["@example.com"]}],"forwards":{}}'
)
STATUS = {
    "state": "converged",
    "reason": "",
    "userData": "5f0e",
    "settings": "ab12",
    "usersVersion": "b2a1",
    "instance": "i-0123456789abcdef0",
    "at": "2026-11-25T01:24:09Z",
}
SIGNAL = {"instance": "i-0123456789abcdef0", "signal": "SUCCESS"}
ATTEMPTS = {"count": 1, "next": 4e9}  # and nothing of why
SENDERS = {"domain": "example.com", "senders": {"mailer": ["@example.com"]}}
OWNERS = {"users": {"postfix": 102}}
MACHINE = {"names": {"lease": "/k/lease", "status": "/k/status", "stack": "s", "instance": "MailServer"}}


class Versions(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for module, name in (
                *((each, "LIB") for each in (certificate, lease, warnings, status, sync)),
                *((each, "RUN") for each in (errand, lease, sync)),
            ):
                stack.enter_context(mock.patch.object(module, name, self.root))
            for name in ("KNOWN", "WAITED"):
                stack.enter_context(mock.patch.object(lease, name, self.root / f"{name.lower()}.json"))
            stack.enter_context(mock.patch("shutil.chown"))
            for module in (errand, lease, spool, status):
                stack.enter_context(mock.patch.object(module, "log"))
            self.addCleanup(stack.pop_all().close)
        self.aws = mock.Mock(instance=STATUS["instance"])

    def test_its_settings_are_understood_and_what_they_do_not_say_is_the_default(self) -> None:
        settings = document.understood("/k/settings", SETTINGS)
        self.assertEqual(limits.checked(settings["limits"]), document.LIMITS)
        self.assertEqual(signing.key_table(settings), "kitte1 example.com:kitte1:/etc/kitte/dkim/kitte1.pem\n")
        rendered = postconf.main_cf("", settings["limits"], settings.get("connections", {}))
        self.assertIn("message_size_limit = 36700160\n", rendered)
        with self.assertRaisesRegex(Broken, "deploy again: settings.users is missing"):
            document.understood("/k/settings", SETTINGS.replace('"users"', '"logins"'))

    def test_settings_of_a_newer_version_are_said_to_be_newer(self) -> None:
        newest = contract.declared("settings")["version"]
        wanted = f"/k/settings are of version {newest + 1}, and this machine understands up to {newest}: a newer kitte"
        with self.assertRaisesRegex(Broken, wanted):
            document.understood("/k/settings", SETTINGS.replace('"version":1', f'"version":{newest + 1}'))

    def test_a_machine_that_knows_of_no_parts_says_that_it_does_not_understand(self) -> None:
        """What `whole` of that version was: the parameter's own text."""
        head = '{"version":1,"domain":"example.com","dkim":{"active":"kitte1"},"parts":{"parent":"/k/p","count":1}}'
        with self.assertRaisesRegex(Broken, "settings /k/settings are not what this machine understands, deploy again"):
            document.understood("/k/settings", head)

    def test_its_report_is_replaced_by_the_first_word_of_now(self) -> None:
        save(self.root / "status.json", STATUS)
        save(self.root / "signal.json", SIGNAL)
        save(self.root / "lease.json", {"instance": STATUS["instance"]})
        status.tell(MACHINE, self.aws, {"state": "converged", "userData": "77aa"})
        told = json.loads(self.aws.put_parameter.call_args[0][1])
        self.assertEqual((told["userData"], told["warning"], told["port25"]), ("77aa", "", ""))
        self.aws.signal.assert_not_called()  # it is the same instance

    def test_a_lease_that_cannot_be_followed_is_none(self) -> None:
        self.aws.parameter.side_effect = NotYet("ParameterNotFound")  # there is none before the first deploy of now
        for kept in ("", "[]", '{"instance": "i-0123456789abcdef0"}'):
            with self.subTest(kept):
                lease.KNOWN.write_text(kept)
                self.assertEqual(lease.read(MACHINE, self.aws), ({}, False, ""))

    def test_a_holder_that_was_waited_for_is_waited_for_anew(self) -> None:
        save(lease.WAITED, {"holder": "i-9"})
        lease.urge(self.aws, "vol-1", "i-9", "attached")
        self.assertFalse(shell.load(lease.WAITED)["forced"])

    def test_a_certificate_that_is_not_asked_for_yet_says_at_least_that(self) -> None:
        save(self.root / "attempts.json", ATTEMPTS)
        with (
            mock.patch.object(certificate, "delegated", return_value=True),
            self.assertRaisesRegex(NotYet, "no certificate for mail.example.com before the next try"),
        ):
            certificate.obtain({"zone": "example.com", "hostName": "mail.example.com", "directoryUrl": "https://ca"})

    def test_opendkim_is_not_started_with_half_of_its_tables(self) -> None:
        tables = (self.root / "KeyTable", self.root / "SigningTable")
        with mock.patch.object(certificate, "KEYS", tables):
            for table in tables:
                self.assertFalse(certificate.can_sign())
                table.touch()
            self.assertTrue(certificate.can_sign())

    def test_who_may_send_as_whom_is_known_before_the_first_sync(self) -> None:
        ownership = Ownership(SENDERS)  # type: ignore[arg-type]
        self.assertTrue(ownership.may("mailer", "a@example.com"))
        self.assertFalse(ownership.may("mailer", "a@example.net"))

    def test_files_whose_owners_are_half_known_get_those_that_are_known(self) -> None:
        save(self.root / "owners.json", OWNERS)
        with mock.patch.object(spool, "numbers", return_value={"users": {"postfix": 102}, "groups": {"postdrop": 104}}):
            spool.adopt(self.root)
        self.assertEqual(shell.load(self.root / "owners.json")["groups"], {"postdrop": 104})

    def test_what_is_no_object_is_taken_for_nothing(self) -> None:
        for text in ("[]", "null", '"word"', "{", ""):
            (self.root / "kept.json").write_text(text)
            self.assertEqual(shell.load(self.root / "kept.json"), {})

    def test_a_unit_that_is_started_without_a_request_does_not_fail(self) -> None:
        self.assertEqual(errand.answer("kitte-volume", {"fill": lambda: None}), 0)


if __name__ == "__main__":
    unittest.main()

"""By which names a machine goes: those of the user-data, until it has heard those of the settings."""

import contextlib
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from kitte.settings import naming

MACHINE: dict[str, Any] = {
    **{"hostName": "mail.example.com", "domain": "example.com", "envelopeDomain": "example.com", "served": []},
    **{"zone": "example.com", "swapMiB": 512},
}
SETTINGS = {"hostName": "smtp.example.com", "hosts": ["smtp.example.com", "mail.example.com"], "domain": "example.com"}


class Names(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.kept = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "names.json"
            stack.enter_context(mock.patch.object(naming, "KEPT", self.kept))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)

    def test_before_a_word_of_the_settings_they_are_the_user_datas(self) -> None:
        self.assertEqual(naming.known(MACHINE), {**MACHINE, "hosts": ["mail.example.com"]})

    def test_what_the_settings_say_holds_at_once_and_at_a_boot_without_aws(self) -> None:
        machine = dict(MACHINE)
        naming.learn(machine, SETTINGS)
        self.assertEqual(machine, {**MACHINE, **SETTINGS})
        self.assertEqual(naming.known(MACHINE), machine)

    def test_settings_of_an_earlier_version_know_of_one_host(self) -> None:
        machine = dict(MACHINE)
        naming.learn(machine, {"domain": "example.com", "hostName": "post.example.com", "served": ["example.com"]})
        self.assertEqual(machine["hosts"], ["post.example.com"])
        self.assertEqual(machine["served"], ["example.com"])

    def test_a_roll_back_forgets_the_name_that_was_rolled_back(self) -> None:
        machine = dict(MACHINE)
        naming.learn(machine, SETTINGS)
        naming.learn(machine, {**SETTINGS, "hostName": "mail.example.com", "hosts": ["mail.example.com"]})
        self.assertEqual(naming.known(MACHINE)["hosts"], ["mail.example.com"])
        self.assertEqual(machine["hostName"], "mail.example.com")


if __name__ == "__main__":
    unittest.main()

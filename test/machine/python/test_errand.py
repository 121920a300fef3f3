"""What the fenced-in units ask of one with more rights: the answer, or why there is none."""

import contextlib
import inspect
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import errand
from kitte.base.shell import Broken, NotYet, save


class Errand(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(errand, "RUN", self.root))
            stack.enter_context(mock.patch("shutil.chown"))
            stack.enter_context(mock.patch.object(errand, "log"))
            stack.enter_context(mock.patch.object(errand, "run", self.unit))
            self.runs = True
            self.device = mock.Mock(__signature__=inspect.signature(lambda _name: None))
            self.addCleanup(stack.pop_all().close)

    def unit(self, *command: str, timeout: float) -> str:
        self.assertEqual(" ".join(command), "systemctl start kitte-volume")
        self.assertGreater(timeout, 25 * 60)  # what the slowest unit gives itself
        if not self.runs or errand.answer("kitte-volume", {"device": self.device}):
            raise Broken("systemctl start kitte-volume failed (1)")
        return ""

    def answered(self, answer: object) -> str:
        self.device.side_effect = [answer]
        return errand.ask("kitte-volume", "device", "vol-1")

    def test_an_answer_comes_back(self) -> None:
        self.assertEqual(self.answered("/dev/nvme1n1"), "/dev/nvme1n1")
        self.device.assert_called_once_with("vol-1")
        self.assertEqual(self.answered(None), "")

    def test_what_is_broken_and_what_may_go_away_are_told_apart(self) -> None:
        with self.assertRaisesRegex(Broken, "not blank"):
            self.answered(Broken("not blank"))
        with self.assertRaisesRegex(NotYet, "in use"):
            self.answered(NotYet("in use"))
        with self.assertRaisesRegex(Broken, "OSError: gone"):
            self.answered(OSError("gone"))

    def test_what_it_was_not_made_for_it_does_not_do(self) -> None:
        with self.assertRaisesRegex(NotYet, "programs of another version ask for 'format'"):
            errand.ask("kitte-volume", "format", "/dev/nvme0n1")
        self.device.assert_not_called()

    def test_programs_of_another_version_ask_in_vain_and_the_unit_does_not_fail(self) -> None:
        def device(_name: str) -> str:
            raise AssertionError("not asked for")

        for request in (None, {}, {"action": "device"}, {"action": "sort", "arguments": []}, {"request": "device"}):
            with self.subTest(request):
                if request is not None:
                    save(self.root / "kitte-volume-request.json", request)
                self.assertEqual(errand.answer("kitte-volume", {"device": device}), 0)
                said = errand.load(self.root / "kitte-volume-outcome.json")
                self.assertRegex(said["failed"], "kitte-volume: programs of another version ask for")
                self.assertTrue(said["passing"])

    def test_an_old_answer_is_not_taken_for_a_new_one(self) -> None:
        save(self.root / "kitte-volume-outcome.json", {"answer": "/dev/old"})
        self.runs = False
        with self.assertRaisesRegex(NotYet, "did not device; see journalctl -u kitte-volume"):
            errand.ask("kitte-volume", "device", "vol-1")

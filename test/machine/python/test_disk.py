"""What the fenced-in units ask of the one that may touch disks: the answer, or why there is none."""

import tempfile
import unittest
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

from kitte import disk
from kitte.shell import Broken, NotYet, save


class Ask(unittest.TestCase):
    def setUp(self) -> None:
        with ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(disk, "REQUEST", root / "request.json"))
            stack.enter_context(mock.patch.object(disk, "OUTCOME", root / "outcome.json"))
            stack.enter_context(mock.patch("shutil.chown"))
            stack.enter_context(mock.patch.object(disk, "log"))
            stack.enter_context(mock.patch.object(disk, "succeeds", self.unit))
            self.runs = True
            self.addCleanup(stack.pop_all().close)

    def unit(self, *command: str) -> bool:
        self.assertEqual(" ".join(command), "systemctl start kitte-volume")
        return self.runs and disk.main({}) == 0

    def answered(self, answer: object) -> str:
        with mock.patch.dict(disk.ACTIONS, {"device": mock.Mock(side_effect=[answer])}):
            return disk.ask("device", "vol-1")

    def test_an_answer_comes_back(self) -> None:
        self.assertEqual(self.answered("/dev/nvme1n1"), "/dev/nvme1n1")
        self.assertEqual(self.answered(None), "")

    def test_what_is_broken_and_what_may_go_away_are_told_apart(self) -> None:
        with self.assertRaisesRegex(Broken, "not blank"):
            self.answered(Broken("not blank"))
        with self.assertRaisesRegex(NotYet, "in use"):
            self.answered(NotYet("in use"))
        with self.assertRaisesRegex(Broken, "OSError: gone"):
            self.answered(OSError("gone"))

    def test_an_old_answer_is_not_taken_for_a_new_one(self) -> None:
        save(disk.OUTCOME, {"answer": "/dev/old"})
        self.runs = False
        with self.assertRaisesRegex(NotYet, "did not device; see journalctl -u kitte-volume"):
            disk.ask("device", "vol-1")

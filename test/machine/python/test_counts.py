"""A damaged file of counts does not put off all mail for ever."""

import contextlib
import json
import sqlite3
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.limits import counts, limits
from kitte.limits.limits import Limits

FACTS = {"messagesPerDay": 2, "recipientsPerDay": 9}


class Counts(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(limits, "NOTICES", self.root / "notices"))
            for module in (limits, counts):
                stack.enter_context(mock.patch.object(module, "log"))
            self.addCleanup(stack.pop_all().close)
        self.path = self.root / "counts.sqlite"

    def send(self, times: int) -> list[str]:
        with contextlib.closing(counts.opened(self.path)) as file:
            return [Limits(file, lambda: FACTS).take("app", "192.0.2.1", 1)[:5] for _ in range(times)]

    def test_a_file_that_is_well_goes_on_counting(self) -> None:
        self.assertEqual([*self.send(2), *self.send(1)], ["", "", "450 4"])
        self.assertFalse((self.root / "notices").exists() and self.path.with_suffix(".damaged").exists())

    def test_a_damaged_one_is_put_aside_and_said_and_counting_begins_anew(self) -> None:
        for at in (0, 4096, 8192):
            with self.subTest(at):
                self.send(2)
                with contextlib.closing(sqlite3.connect(self.path)) as file:
                    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                whole = bytearray(self.path.read_bytes())
                whole[at : at + 4096] = b"\xa5" * 4096
                self.path.write_bytes(whole)
                self.assertEqual(self.send(2), ["", ""])
                self.assertEqual(self.path.with_suffix(".damaged").read_bytes(), bytes(whole))
                self.path.unlink()
        notices = [json.loads(path.read_text()) for path in (self.root / "notices").iterdir()]
        self.assertEqual(len([one for one in notices if one["kind"] == "limits begin anew"]), 3)

    def test_one_for_which_there_is_no_room_is_not_taken_for_damaged(self) -> None:
        with self.assertRaises(sqlite3.OperationalError):
            counts.opened(self.root / "missing" / "counts.sqlite")


if __name__ == "__main__":
    unittest.main()

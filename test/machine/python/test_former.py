"""Which names of before still have mail in the queue."""

import contextlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.settings import former

OLD, OLDER = "old.example bounce.old.example", "older.example"


class Former(unittest.TestCase):
    def setUp(self) -> None:
        self.queue: list[int] = []
        self.now = 1000.5
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(former, "SEEN", root / "former.json"))
            stack.enter_context(mock.patch.object(former, "run", self.postqueue))
            stack.enter_context(mock.patch.object(former.time, "time", lambda: self.now))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)

    def postqueue(self, *command: str) -> str:
        self.assertEqual(command, ("postqueue", "-j"))
        return "".join(json.dumps({"queue_name": "deferred", "arrival_time": at}) + "\n" for at in self.queue)

    def look(self, *keys: str, over: str = "") -> str:
        entries = [{"key": key, "over": False} for key in keys] + [{"key": over, "over": True}]
        return former.look({"former": entries})

    def test_what_came_before_they_went_waits_and_what_came_after_does_not_count(self) -> None:
        self.queue = [990, 1000]
        self.assertEqual(self.look(OLD), f"{OLD}: waiting")
        self.now = 5000
        self.queue = [1000, 4000]
        self.assertEqual(self.look(OLD), f"{OLD}: waiting")
        self.queue = [1001, 4000]
        self.assertEqual(self.look(OLD), f"{OLD}: dry")

    def test_each_has_its_own_day_and_an_empty_queue_is_dry(self) -> None:
        self.look(OLDER)
        self.now, self.queue = 2000, [1500]
        self.assertEqual(self.look(OLDER, OLD), f"{OLDER}: dry; {OLD}: waiting")
        self.queue = []
        self.assertEqual(self.look(OLDER, OLD), f"{OLDER}: dry; {OLD}: dry")

    def test_none_is_asked_for_where_there_are_none_or_all_are_over(self) -> None:
        with mock.patch.object(former, "run", side_effect=AssertionError):
            self.assertEqual(former.look({}), "")
            self.assertEqual(self.look(over=OLD), "")

    def test_one_that_comes_back_and_goes_again_has_another_day(self) -> None:
        self.look(OLD)
        former.look({})
        self.now, self.queue = 3000, [2500]
        self.assertEqual(self.look(OLD), f"{OLD}: waiting")


if __name__ == "__main__":
    unittest.main()

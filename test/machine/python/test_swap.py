"""Swap is made once, and never beside what the image brings."""

import contextlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import Broken
from kitte.setup import swap


class Swap(unittest.TestCase):
    def setUp(self) -> None:
        self.did: list[str] = []
        self.in_use, self.refused = "", False
        with contextlib.ExitStack() as stack:
            self.file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "swapfile"
            stack.enter_context(mock.patch.object(swap, "FILE", self.file))
            stack.enter_context(mock.patch.object(swap, "run", self.command))
            self.log = stack.enter_context(mock.patch.object(swap, "log"))
            self.addCleanup(stack.pop_all().close)

    def command(self, *words: str) -> str:
        if words[1] == "list-units":
            return self.in_use
        if words[1] == "start" and self.refused:
            raise Broken("systemctl start failed (1)")
        if words[0] == "fallocate":
            self.file.touch()
        self.did.append(" ".join(words[:2]))
        return ""

    def test_it_is_made_and_taken_into_use_now_and_at_every_boot(self) -> None:
        swap.ensure(512)
        self.assertEqual(self.did, ["fallocate -l", f"mkswap {self.file}", "systemctl start", "systemctl enable"])
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)

    def test_none_is_made_where_none_is_wanted_or_some_is_there(self) -> None:
        swap.ensure(0)
        self.in_use = "swapfile.swap loaded active active\n"
        swap.ensure(512)
        self.assertEqual(self.did, [])

    def test_where_there_can_be_none_the_disk_is_given_back(self) -> None:
        self.refused = True
        swap.ensure(512)
        self.log.assert_called_once()
        self.assertFalse(self.file.exists())

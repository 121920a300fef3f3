"""Fetched behind the fence, put in place by the unit; nothing is done twice."""

import contextlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.command import Failed
from kitte.base.shell import NotYet
from kitte.packages import packages


class Packages(unittest.TestCase):
    def setUp(self) -> None:
        self.did: list[str] = []
        self.fails = ""
        self.locked: list[str] = []
        self.slept = 0.0
        self.states = {"postfix": "installed", "unbound": "installed"}
        with contextlib.ExitStack() as stack:
            self.updates = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(packages, "INTERRUPTED", self.updates))
            stack.enter_context(mock.patch.object(packages, "run", self.command))
            stack.enter_context(mock.patch.object(packages.time, "sleep", self.sleep))
            stack.enter_context(mock.patch.object(packages.time, "monotonic", lambda: self.slept))
            ask = lambda unit, *words: self.did.append(" ".join((unit, *words)))  # noqa: E731
            stack.enter_context(mock.patch.object(packages.errand, "ask", ask))
            self.addCleanup(stack.pop_all().close)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def command(self, command: str, *words: str, timeout: float = 300, env: object = None) -> str:
        if command == "dpkg-query":
            if any(name not in self.states for name in words[2:]):
                raise Failed("dpkg-query: no packages found matching", "", 1)
            return "".join(f"{self.states[name]}\n" for name in words[2:])
        if self.locked:
            raise Failed(f"{command} {words[0]} failed (100)", self.locked.pop(), 100)
        if words[0] == self.fails:
            raise Failed(f"apt-get {words[0]} failed (100): E: no answer", "E: no answer", 100)
        self.did.append(" ".join((command, *(word for word in words if word not in packages.OPTIONS))))
        return ""

    def test_what_is_there_is_left_alone(self) -> None:
        packages.ensure("postfix", "unbound")
        self.assertEqual(self.did, ["kitte-install lay_out"])

    def test_what_lacks_is_fetched_and_then_put_in_place(self) -> None:
        for lacking in ({}, {"unbound": "half-configured"}):
            with self.subTest(lacking):
                self.states = {"postfix": "installed", **lacking}
                self.did.clear()
                packages.ensure("postfix", "unbound")
                self.assertEqual(
                    self.did,
                    [
                        "apt-get update Acquire::Languages=none",
                        "apt-get install --download-only postfix unbound",
                        "kitte-install install postfix unbound",
                    ],
                )

    def test_what_a_power_cut_left_is_finished_first(self) -> None:
        (self.updates / "0001").touch()
        self.states = {}
        packages.ensure("postfix")
        self.assertEqual(self.did[0], "kitte-install finish")

    def test_a_mirror_that_is_away_is_tried_again(self) -> None:
        self.states = {}
        for self.fails in ("update", "install"):
            with self.subTest(self.fails), self.assertRaisesRegex(NotYet, f"apt-get {self.fails} failed"):
                packages.ensure("postfix")
        self.assertNotIn("kitte-install install postfix", self.did)

    def test_others_at_work_are_waited_for(self) -> None:
        """In the words of apt 3.0.4 and dpkg 1.22.21, Debian 13."""
        said = (
            "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 30480",
            "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
            "dpkg: error: dpkg frontend lock was locked by <unknown> process with pid 30488",
        )
        for words in said:
            with self.subTest(words):
                self.locked = [words] * 20
                self.did.clear()
                self.slept = 0.0
                packages.in_turn("dpkg", "--configure", "-a")
                self.assertEqual(self.did, ["dpkg --configure -a"])
                self.assertEqual(self.slept, 20 * packages.PAUSE)
                self.locked = [words] * 1000
                with self.assertRaisesRegex(NotYet, "at work on the packages for 600 s: dpkg --configure failed"):
                    packages.in_turn("dpkg", "--configure", "-a")
                self.locked = []

"""What people and the command kitte ask of the machine. The system is a stand-in, the files are real."""

import contextlib
import io
import json
import sqlite3
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from kitte.base import contract
from kitte.base.command import Failed
from kitte.base.shell import save
from kitte.control import control
from kitte.limits import limits


class Control(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.multiple(control, RUN=self.root, LIB=self.root / "lib"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.run = stack.enter_context(mock.patch.object(control, "run", return_value="inactive\n"))
            self.succeeds = stack.enter_context(mock.patch.object(control, "succeeds"))
            self.addCleanup(stack.pop_all().close)
        self.said: list[str] = []

    def asked(self, *arguments: str) -> tuple[int, Any]:
        """Its exit code, and what it prints or its last words."""
        with contextlib.redirect_stdout(io.StringIO()) as out, mock.patch.object(control, "log", self.said.append):
            code = control.main(arguments)
        return code, json.loads(out.getvalue()) if code == 0 else self.said[-1]

    def test_answers_what_the_contract_declares(self) -> None:
        known = contract.declared("commands")
        self.assertEqual(set(control.COMMANDS), set(known["commands"]))
        code, answer = self.asked("--contract", str(known["version"]), "version")
        self.assertEqual((code, answer["version"]), (0, known["version"]))

    def test_another_version_is_refused_with_those_that_are_answered(self) -> None:
        newest = contract.declared("commands")["version"]
        for version in (str(newest + 1), "0", "x", ""):
            code, words = self.asked("--contract", version, "status")
            self.assertEqual(code, 2)
            self.assertRegex(words, rf"^kitte-control answers versions 1 to {newest} of its commands, not ")
        self.assertEqual(self.asked("--contract")[0], 2)

    def test_what_is_no_command_is_told_those_that_are(self) -> None:
        for words in ((), ("dance",), ("port25",), ("status", "now")):
            code, said = self.asked(*words)
            self.assertEqual(code, 2)
            self.assertIn("\nport25 HOST\n", said)

    def test_status_is_what_was_told_and_what_was_seen_last(self) -> None:
        self.assertEqual(self.asked("status")[1]["state"], "")
        save(self.root / "lib/status.json", {"state": "converged"})
        save(self.root / "report.json", {"state": "retrying", "settings": "ab", "warning": "it ends"})
        save(self.root / "failing.json", {"reason": "no answer", "since": 1})
        self.assertEqual(
            self.asked("status"),
            (
                0,
                {
                    "told": {"state": "converged"},
                    "state": "retrying",
                    "settings": "ab",
                    "warning": "it ends",
                    "retrying": "no answer",
                },
            ),
        )

    def test_a_refresh_forgets_what_was_fetched_and_syncs(self) -> None:
        save(self.root / "fetched.json", {"at": 1})
        self.assertEqual(self.asked("refresh")[0], 0)
        self.assertFalse((self.root / "fetched.json").exists())
        self.assertEqual(self.run.call_args.args, ("systemctl", "start", "kitte-sync.service"))
        self.succeeds.assert_not_called()
        self.run.return_value = "activating\n"
        self.asked("refresh")
        self.succeeds.assert_called_once_with("systemctl", "start", "kitte-sync.service")

    def test_a_refresh_that_fails_says_so(self) -> None:
        self.run.side_effect = Failed("systemctl start kitte-sync.service failed (1): ...", "")
        self.assertEqual(self.asked("refresh"), (1, "systemctl start kitte-sync.service failed (1): ..."))

    def test_a_login_is_forgotten_and_no_other(self) -> None:
        with contextlib.closing(limits.open_counts(self.root / "counts.sqlite")) as counts:
            counts.executemany("INSERT INTO sent VALUES (?, 1, '', 3, 3)", [("app",), ("shop",)])
            with (
                mock.patch.object(control.limits, "STATE", self.root),
                mock.patch.multiple(control.os, setuid=mock.DEFAULT, setgid=mock.DEFAULT, setgroups=mock.DEFAULT),
                mock.patch.object(control.pwd, "getpwnam"),
            ):
                self.assertEqual(self.asked("forget", "app"), (0, {"login": "app", "messages": 3}))
            self.assertEqual(counts.execute("SELECT login FROM sent").fetchall(), [("shop",)])

    def test_counts_that_cannot_be_opened_are_said(self) -> None:
        with mock.patch.object(control, "forget", side_effect=sqlite3.OperationalError("locked")):
            with mock.patch.dict(control.COMMANDS, forget=control.forget):
                self.assertEqual(self.asked("forget", "app"), (1, "OperationalError: locked"))


if __name__ == "__main__":
    unittest.main()

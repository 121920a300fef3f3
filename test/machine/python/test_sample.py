"""The signed sample: what is printed, and that nothing goes elsewhere. Postfix is a stand-in; the mailbox is a file."""

import contextlib
import fcntl
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import Broken
from kitte.control import control, sample
from kitte.sync import ready


class Sample(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(sample, "RUN", self.root))
            stack.enter_context(mock.patch.object(sample, "PATIENCE", 0))
            stack.enter_context(mock.patch.object(ready, "PROBE", self.root / "probe"))
            stack.enter_context(mock.patch.object(sample, "hand_in", self.hand_in))
            self.said = stack.enter_context(mock.patch.object(control, "log"))
            self.sent: list[tuple[str, ...]] = []
            self.addCleanup(stack.pop_all().close)

    def hand_in(self, sender: str, recipient: str, letter: str) -> None:
        self.sent.append((sender, recipient))
        ready.PROBE.write_text(f"From someone Wed Nov 25\nDKIM-Signature: v=1\n{letter}\n")

    def printed(self) -> tuple[int, str]:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = control.main(["sample", "example.com"])
        return code, json.loads(out.getvalue())["message"] if code == 0 else ""

    def test_it_prints_what_lay_in_the_mailbox_and_clears_it(self) -> None:
        code, text = self.printed()
        self.assertEqual(code, 0)
        self.assertRegex(text, r"\ADKIM-Signature: v=1\nFrom: Kitte <postmaster@example.com>\n(.*\n)+\nSigned\?\n\Z")
        self.assertFalse(ready.PROBE.exists())
        self.assertEqual(self.sent, [("postmaster@example.com", "kitte-probe@localhost")])

    def test_a_late_one_from_before_is_left_out(self) -> None:
        def late(_sender: str, _recipient: str, letter: str) -> None:
            ready.PROBE.write_text(f"From a\nSubject: old\n\nLate\n\nFrom b\nDKIM-Signature: v=1\n{letter}\n")

        with mock.patch.object(sample, "hand_in", late):
            code, text = self.printed()
        self.assertEqual((code, "Late" in text, text.startswith("DKIM-Signature: v=1\n")), (0, False, True))

    def test_a_sync_at_work_is_not_disturbed(self) -> None:
        with open(self.root / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertEqual(self.printed(), (1, ""))
        self.said.assert_called_once_with("a sync is at work, try again")
        self.assertEqual(self.sent, [])

    def test_what_cannot_be_sent_says_why(self) -> None:
        with mock.patch.object(sample, "hand_in", side_effect=Broken("sendmail failed (75)")):
            self.assertEqual(self.printed(), (1, ""))
        self.said.assert_called_once_with("sendmail failed (75)")


if __name__ == "__main__":
    unittest.main()

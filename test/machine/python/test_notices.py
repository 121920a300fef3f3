"""What the guard left becomes mail to the postmaster, once; what it should not have left does not."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte import notices
from kitte.shell import Broken


class Notices(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.sent, self.said = Path(folder.name), [], []  # type: ignore[var-annotated]
        self.fails = False
        for name, value in (("NOTICES", self.root), ("run", self.sendmail), ("log", self.said.append)):
            place = mock.patch.object(notices, name, value)
            place.start()
            self.addCleanup(place.stop)

    def sendmail(self, *command: str, stdin: str) -> str:
        if self.fails:
            raise Broken("sendmail failed")
        self.sent.append((command, stdin))
        return ""

    def leave(self, name: str, **notice: str) -> Path:
        path = self.root / f"{name}.json"
        path.write_text(json.dumps(notice))
        return path

    def test_a_notice_is_mailed_once_and_its_words_cannot_become_a_header(self) -> None:
        self.leave("1", kind="limit\nBcc: x@evil.test", text="login=app\n.\nmessages 8 of 10")
        notices.send("example.com")
        notices.send("example.com")
        [(command, letter)] = self.sent
        self.assertEqual(command, ("sendmail", "-f", "postmaster@example.com", "postmaster@localhost"))
        self.assertIn("Subject: Kitte: limit Bcc: x@evil.test\n\nlogin=app . messages 8 of 10\n", letter)
        self.assertTrue(letter.startswith("From: Kitte <postmaster@example.com>\nTo: postmaster@example.com\n"))

    def test_what_cannot_be_sent_waits(self) -> None:
        path = self.leave("1", kind="limit met", text="x")
        self.fails = True
        notices.send("example.com")
        self.assertTrue(path.exists())
        self.assertEqual(self.said, ["notice 1.json is not sent: sendmail failed"])

    def test_a_link_is_not_followed_and_rubbish_is_not_sent(self) -> None:
        secret = self.root / "secret"
        secret.write_text(json.dumps({"kind": "a", "text": "the key"}))
        (self.root / "1.json").symlink_to(secret)
        (self.root / "2.json").write_text("no json")
        self.leave("3", kind="only")
        notices.send("example.com")
        self.assertEqual(self.sent, [])
        self.assertEqual(len(self.said), 3)


if __name__ == "__main__":
    unittest.main()

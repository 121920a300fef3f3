"""What the guard left becomes mail to the postmaster, once; what it should not have left does not."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import Broken
from kitte.limits import notices


class Notices(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.sent, self.said = Path(folder.name), [], []  # type: ignore[var-annotated]
        self.fails, self.tries = False, 0
        for name, value in (("NOTICES", self.root), ("hand_in", self.hand_in), ("log", self.said.append)):
            place = mock.patch.object(notices, name, value)
            place.start()
            self.addCleanup(place.stop)

    def hand_in(self, *letter: str) -> None:
        self.tries += 1
        if self.fails:
            raise Broken("sendmail failed")
        self.sent.append(letter)

    def leave(self, name: str, **notice: str) -> Path:
        path = self.root / f"{name}.json"
        path.write_text(json.dumps(notice))
        return path

    def test_a_notice_is_mailed_once_and_its_words_cannot_become_a_header(self) -> None:
        self.leave("1", kind="limit\nBcc: x@evil.test", text="login=app\n.\nmessages 8 of 10")
        notices.send("example.com")
        notices.send("example.com")
        [(sender, recipient, letter)] = self.sent
        self.assertEqual((sender, recipient), ("postmaster@example.com", "postmaster@localhost"))
        self.assertIn("Subject: Kitte: limit Bcc: x@evil.test\n\nlogin=app . messages 8 of 10\n", letter)
        self.assertTrue(letter.startswith("From: Kitte <postmaster@example.com>\nTo: postmaster@example.com\n"))

    def test_what_cannot_be_sent_waits_and_the_others_are_not_tried_in_vain(self) -> None:
        paths = [self.leave(name, kind="limit met", text="x") for name in ("1", "2")]
        self.fails = True
        notices.send("example.com")
        self.assertEqual([path.exists() for path in paths], [True, True])
        self.assertEqual((self.tries, self.said), (1, ["no notice is sent: sendmail failed"]))

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

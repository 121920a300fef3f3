"""The machine's own mailbox: what lies there is listed and shown, and removed as it was meant."""

import contextlib
import io
import json
import tempfile
import threading
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from kitte.control import control
from kitte.mailbox import mailbox, mbox

ROLE = b"""From stranger@inbox.example.net  Sat Nov 28 01:46:37 2026
Return-Path: <stranger@inbox.example.net>
X-Original-To: postmaster@example.com
Delivered-To: kitte@localhost
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
From: "Some One" <stranger@inbox.example.net>

Hello,
>From here \x1b[2J it looks well.

"""
RETURNED = b"""From MAILER-DAEMON  Sat Nov 28 01:47:02 2026
X-Original-To: app@bounce.example.com
Subject: Undelivered Mail Returned to Sender
From: MAILER-DAEMON@mail.example.com (Mail Delivery System)
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; nobody@inbox.example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here for nobody at all, and
    none that is spelled alike

--b
Content-Type: text/rfc822-headers

Subject: Hello
--b--

"""
WORDS = "550 5.1.1 No such mailbox here for nobody at all, and none that is spelled alike"
STRANGE = b"From x  no date at all\nSubject: =?x?q?=ff?=\nContent-Type: multipart/mixed\n\n\xff\xfe no end"


class Mailbox(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "kitte"
        self.write(ROLE + RETURNED + ROLE.replace(b"37 2026", b"38 2026"))
        patched = mock.patch.object(mailbox, "MAILBOX", self.path)
        patched.start()
        self.addCleanup(patched.stop)

    def write(self, content: bytes) -> None:
        self.path.write_bytes(content)

    def asked(self, *arguments: str, ids: str = "") -> Any:
        """What it prints, or its last words."""
        with mock.patch("sys.stdin", io.StringIO(ids)), contextlib.redirect_stdout(io.StringIO()) as out:
            said: list[str] = []
            with mock.patch.object(control, "log", said.append):
                code = control.main([f"mailbox-{arguments[0]}", *arguments[1:]])
        return json.loads(out.getvalue()) if code == 0 else said[-1]

    def listed(self) -> list[Any]:
        return self.asked("list", "100")["letters"]

    def test_is_listed_with_who_failed_and_why(self) -> None:
        role, returned, _ = self.listed()
        self.assertEqual(role["subject"], "Grüße")
        self.assertEqual(role["to"], "postmaster@example.com")
        self.assertEqual((role["kind"], role["arrived"][:10]), ("letter", "2026-11-28"))
        self.assertEqual((returned["kind"], returned["sender"]), ("returned", ""))
        self.assertEqual(
            returned["failed"],
            [{"recipient": "nobody@inbox.example.net", "status": "5.1.1", "words": WORDS}],
        )

    def test_the_newest_are_listed_and_all_are_counted(self) -> None:
        answer = self.asked("list", "1")
        self.assertEqual((len(answer["letters"]), answer["total"], answer["bytes"]), (1, 3, self.path.stat().st_size))
        self.assertTrue(answer["letters"][0]["arrived"].endswith("38Z"))

    def test_a_letter_is_shown_with_its_text(self) -> None:
        _, returned, _ = self.listed()
        shown = self.asked("show", returned["id"])
        self.assertIn("I'm sorry", shown["text"])
        self.assertIn(f"Diagnostic-Code: smtp; {WORDS}", shown["text"])
        self.assertEqual((shown["left"], shown["textLeft"]), (0, 0))
        self.assertEqual(self.asked("raw", returned["id"])["left"], 0)

    def test_ids_stay_when_others_go_and_come(self) -> None:
        role, returned, last = (each["id"] for each in self.listed())
        self.assertEqual(self.asked("delete", ids=f"{role}\n"), {"deleted": [role]})
        with open(self.path, "ab") as file:
            file.write(ROLE.replace(b"37 2026", b"39 2026"))
        self.assertEqual([each["id"] for each in self.listed()][:2], [returned, last])
        self.assertEqual(self.path.read_bytes()[: len(RETURNED)], RETURNED)
        self.assertEqual(self.asked("delete", ids=f"{last} {returned}"), {"deleted": sorted([last, returned])})
        self.assertEqual(len(self.listed()), 1)

    def test_the_last_one_leaves_an_empty_mailbox_of_the_same_owner(self) -> None:
        before = self.path.stat()
        self.asked("delete", ids=" ".join(each["id"] for each in self.listed()))
        after = self.path.stat()
        self.assertEqual((after.st_size, after.st_ino, after.st_mode), (0, before.st_ino, before.st_mode))
        self.assertEqual(list(self.path.parent.iterdir()), [self.path])

    def test_a_bad_id_deletes_nothing(self) -> None:
        good = self.listed()[0]["id"]
        before = self.path.read_bytes()
        for ids in (f"{good} 000000000000", f"{good} ../kitte", "x", "0" * 500):
            words = self.asked("delete", ids=ids)
            self.assertRegex(words, r"^no letter .* lies here: kitte mailbox list .* Nothing was deleted\.$")
            self.assertLess(len(words), 200)
        self.assertRegex(self.asked("delete"), "no id is given")
        self.assertRegex(self.asked("show", "000000000000"), "no letter 000000000000 lies here")
        self.assertRegex(self.asked("list", "-1"), "no whole number")
        self.assertEqual(self.path.read_bytes(), before)

    def test_a_mailbox_that_is_not_there_is_empty(self) -> None:
        self.path.unlink()
        self.assertEqual(self.asked("list", "9"), {"letters": [], "total": 0, "bytes": 0})
        self.assertRegex(self.asked("delete", ids="000000000000"), "no letter")

    def test_what_strangers_write_is_cut_and_never_fatal(self) -> None:
        long = b"From a  Sat Nov 28 01:46:37 2026\nSubject: " + b"x" * 100_000 + b"\n\n" + b"y" * 300_000 + b"\n\n"
        self.write(STRANGE + b"\n\n" + long)
        strange, other = self.listed()
        self.assertEqual(strange["arrived"], "")
        self.assertEqual(len(other["subject"]), 500)
        self.asked("show", strange["id"])
        shown = self.asked("show", other["id"])
        self.assertEqual((len(shown["text"]), shown["textLeft"] > 0), (100_000, True))

    def test_a_change_that_the_power_cut_is_done_first_and_later_mail_stays(self) -> None:
        role, _, last = (each["id"] for each in self.listed())
        stopped = mock.patch.object(mbox, "finish", side_effect=OSError("power"))
        with stopped, contextlib.suppress(OSError):
            with mbox.opened(self.path, change=False) as file:
                if file is not None:
                    mbox.remove(self.path, file, mbox.letters(file)[:1])
        with open(self.path, "ab") as file:  # half of it was written over, and mail came
            file.write(RETURNED.replace(b"02 2026", b"59 2026"))
        with open(self.path, "r+b") as file:
            file.write(b"#" * 40)
        found = self.listed()
        self.assertNotIn(role, [each["id"] for each in found])
        self.assertEqual([each["kind"] for each in found], ["returned", "letter", "returned"])
        self.assertEqual(found[1]["id"], last)

    def test_who_has_the_mailbox_is_waited_for(self) -> None:
        one = self.listed()[0]["id"]
        with self.held(0.3):
            self.assertEqual(self.asked("delete", ids=one), {"deleted": [one]})
        with mock.patch.object(mbox, "PATIENCE", 0.2), self.held(1):
            self.assertRegex(self.asked("delete", ids=self.listed()[0]["id"]), "in use by a delivery")

    @contextlib.contextmanager
    def held(self, seconds: float) -> Iterator[None]:
        """A delivery has the dot-lock for a while."""
        lock = self.path.with_name("kitte.lock")
        lock.touch()
        timer = threading.Timer(seconds, lock.unlink)
        timer.start()
        yield
        timer.join()


if __name__ == "__main__":
    unittest.main()

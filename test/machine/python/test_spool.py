"""Mail that moves: nothing accepted stays behind, nothing is overwritten, owners stay the same people."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import save
from kitte.volume import spool

COMPLETE, PARTIAL = 0o700, 0o600


class Spool(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.old, self.new = self.root / "old", self.root / "new"
        for queue in ("incoming", "active", "deferred", "hold", "maildrop"):
            (self.old / queue).mkdir(parents=True)
        self.new.mkdir()
        for patch in (mock.patch("os.chown"), mock.patch.object(spool, "log")):
            self.addCleanup(patch.stop)
            patch.start()

    def message(self, path: str, text: str, mode: int = COMPLETE, where: Path | None = None) -> None:
        file = (where or self.old) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def arrived(self, queue: str) -> list[str]:
        return sorted(path.read_text() for path in (self.new / queue).iterdir())

    def test_every_accepted_message_moves_and_a_half_received_one_does_not(self) -> None:
        self.message("incoming/A1", "incoming")
        self.message("active/B2", "active")
        self.message("deferred/C/C3", "deferred")
        self.message("hold/D4", "held")
        self.message("incoming/E5", "half", PARTIAL)
        self.message("maildrop/F6", "dropped", 0o744)
        spool.move_queue(self.old, self.new)
        self.assertEqual(self.arrived("incoming"), ["active", "deferred", "incoming"])
        self.assertEqual(self.arrived("hold"), ["held"])
        self.assertEqual(self.arrived("maildrop"), ["dropped"])
        left = [path.name for path in self.old.rglob("*") if path.is_file()]
        self.assertEqual(left, ["E5"])
        modes = {path.stat().st_mode & 0o777 for path in (self.new / "incoming").iterdir()}
        self.assertEqual(modes, {COMPLETE})

    def test_the_same_name_on_both_disks_is_two_messages(self) -> None:
        self.message("active/A1", "from the root disk")
        self.message("incoming/A1", "from the volume", where=self.new)
        spool.move_queue(self.old, self.new)
        self.assertEqual(self.arrived("incoming"), ["from the root disk", "from the volume"])

    def test_a_mailbox_is_appended_to(self) -> None:
        mail, kept = self.root / "mail", self.root / "kept"
        for folder in (mail, kept):
            folder.mkdir()
        (mail / "kitte").write_text("second\n")
        (kept / "kitte").write_text("first\n")
        spool.move_mailboxes(mail, kept)
        self.assertEqual((kept / "kitte").read_text(), "first\nsecond\n")
        self.assertEqual(list(mail.iterdir()), [])

    def test_a_new_volume_gets_the_directories_with_their_modes(self) -> None:
        (self.old / "private").mkdir(mode=0o700)
        (self.old / "opendkim").mkdir()
        (self.old / "opendkim").chmod(0o2750)
        spool.move_queue(self.old, self.new)
        modes = {name: (self.new / name).stat().st_mode & 0o7777 for name in ("private", "opendkim")}
        self.assertEqual(modes, {"private": 0o700, "opendkim": 0o2750})

    def filled(self) -> dict[Path, Path]:
        """Places whose volume is as this machine left it."""
        mail, box = self.root / "mail", self.new / "mail"
        for folder in (mail, box, *(self.new / "postfix" / name for name in spool.DIRECTORIES)):
            folder.mkdir(parents=True)
        spool.adopt(self.new)
        return {self.old: self.new / "postfix", mail: box}

    def test_a_volume_that_this_machine_left_is_settled(self) -> None:
        places = self.filled()
        self.message("incoming/E5", "half received: nobody was told that it is accepted", PARTIAL)
        self.assertTrue(spool.settled(self.new, places))

    def test_it_is_not_settled_while_there_is_anything_to_do(self) -> None:
        places = self.filled()
        mail = list(places)[1]
        for name, change, undo in (
            ("a message", lambda: self.message("deferred/C/C3", "x"), lambda: (self.old / "deferred/C/C3").unlink()),
            ("a handed in one", lambda: self.message("maildrop/F6", "x"), lambda: (self.old / "maildrop/F6").unlink()),
            ("a mailbox", lambda: (mail / "kitte").write_text("x"), lambda: (mail / "kitte").unlink()),
            ("no folder", (self.new / "postfix/private").rmdir, (self.new / "postfix/private").mkdir),
            ("other numbers", lambda: save(self.new / "owners.json", {}), lambda: spool.adopt(self.new)),
        ):
            with self.subTest(name):
                change()
                self.assertFalse(spool.settled(self.new, places))
                undo()
                self.assertTrue(spool.settled(self.new, places))

    def test_accounts_with_other_numbers_get_their_files_back(self) -> None:
        me, my_group = os.getuid(), os.getgid()
        (self.new / "file").write_text("")
        before = {"users": {"postfix": me, "gone": 4}, "groups": {"postdrop": my_group}}
        now = {"users": {"postfix": 107}, "groups": {"postdrop": 109}}
        with mock.patch("os.chown") as chown:
            spool.renumber(self.new, before, now)
        self.assertIn(mock.call(self.new / "file", 107, 109, follow_symlinks=False), chown.mock_calls)

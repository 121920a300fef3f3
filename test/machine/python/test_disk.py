"""A file system is made on a blank volume, and on nothing else."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.command import Failed
from kitte.base.shell import Broken
from kitte.volume import disk

OURS = "DEVNAME=x\nLABEL=kitte-queue\nTYPE=ext4\n"


class Prepare(unittest.TestCase):
    def setUp(self) -> None:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(bytes(4096))
        self.path = file.name
        self.addCleanup(Path(self.path).unlink)
        self.ran: list[str] = []

    def prepare(self, probe: str | Failed, check: int = 0) -> None:
        def run(*command: str) -> str:
            self.ran.append(command[0])
            if command[0] == "blkid":
                if isinstance(probe, Failed):
                    raise probe
                return probe
            if command[0] == "e2fsck" and check:
                raise Failed("e2fsck -p failed", "", check)
            return ""

        with mock.patch.object(disk, "run", run), mock.patch.object(disk, "log"):
            disk.check(self.path)

    def test_a_blank_volume_gets_a_file_system(self) -> None:
        self.prepare(Failed("blkid failed (2)", "", 2))
        self.assertEqual(self.ran, ["blkid", "mkfs.ext4", "e2fsck"])

    def test_our_own_is_only_checked(self) -> None:
        self.prepare(OURS, check=1)
        self.assertEqual(self.ran, ["blkid", "e2fsck"])

    def test_what_is_not_ours_is_left_alone(self) -> None:
        for probe in ("TYPE=xfs\n", "TYPE=ext4\nLABEL=data\n", "PTTYPE=dos\n"):
            with self.subTest(probe), self.assertRaisesRegex(Broken, "not ext4 kitte-queue"):
                self.prepare(probe)
        self.assertNotIn("mkfs.ext4", self.ran)

    def test_in_doubt_nothing_is_done(self) -> None:
        Path(self.path).write_bytes(bytes(100) + b"a mail")
        with self.assertRaisesRegex(Broken, "not blank"):
            self.prepare(Failed("blkid failed (2)", "", 2))
        with self.assertRaises(Failed):
            self.prepare(Failed("blkid failed (8): ambivalent", "", 8))
        self.assertNotIn("mkfs.ext4", self.ran)

    def test_the_device_is_named_once_it_is_there_and_is_checked_but_not_below_a_mount(self) -> None:
        for path, mounted, checked in (("", False, 0), ("/dev/x", False, 1), ("/dev/x", True, 0)):
            with (
                self.subTest(path, mounted=mounted),
                mock.patch.object(disk, "device", return_value=path),
                mock.patch.object(disk, "anything_mounted", return_value=mounted),
                mock.patch.object(disk, "check") as check,
            ):
                self.assertEqual(disk.prepare("vol-1"), path)
                self.assertEqual(check.call_count, checked)

    def test_a_damaged_one_is_not_mounted(self) -> None:
        with self.assertRaisesRegex(Broken, "damaged"):
            self.prepare(OURS, check=4)

"""Files are put in place whole, and Postfix reads its own at once."""

import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import shell


class Write(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for patch in (mock.patch("shutil.chown"), mock.patch.object(shell, "POSTFIX", self.root / "postfix")):
            self.addCleanup(patch.stop)
            patch.start()

    def age(self, path: str) -> float:
        shell.write(self.root / path, "x = y\n")
        return time.time() - (self.root / path).stat().st_mtime

    def test_what_postfix_reads_is_older_than_what_it_waits_for(self) -> None:
        self.assertGreaterEqual(self.age("postfix/main.cf"), 2)

    def test_all_else_is_as_old_as_it_is(self) -> None:
        self.assertLess(self.age("postfix.d/main.cf"), 1)
        self.assertLess(self.age("main.cf"), 1)

    def test_each_change_has_its_own_time(self) -> None:
        """By which Postfix's processes notice that a table is another one."""
        path = self.root / "postfix/aliases"
        shell.write(path, "a: b\n")
        first = path.stat()
        shell.write(path, "a: c\n")
        second = path.stat()
        self.assertNotEqual((first.st_mtime_ns, first.st_ino), (second.st_mtime_ns, second.st_ino))


if __name__ == "__main__":
    unittest.main()

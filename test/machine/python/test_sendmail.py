"""The machine's own letters, given to a sendmail that works and to one that waits, as without an inode."""

import os
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import Broken
from kitte.postfix import sendmail


class Sendmail(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        place = mock.patch.dict(os.environ, PATH=f"{self.root}:{os.environ['PATH']}")
        place.start()
        self.addCleanup(place.stop)

    def put(self, script: str) -> None:
        program = self.root / "sendmail"
        program.write_text(f'#!/bin/sh\ncd "{self.root}"\n{script}\n')
        program.chmod(0o755)

    def test_it_goes_in_with_its_envelope(self) -> None:
        self.put('echo "$*" > words; cat > letter')
        sendmail.hand_in("postmaster@example.com", "postmaster@localhost", "From: a\n\nLetter\n")
        self.assertEqual((self.root / "words").read_text(), "-f postmaster@example.com postmaster@localhost\n")
        self.assertEqual((self.root / "letter").read_text(), "From: a\n\nLetter\n")

    def test_one_that_waits_without_an_end_is_given_up_whatever_it_started(self) -> None:
        self.put("sleep 60 & echo $! > child; wait")  # as sendmail(1) waits for postdrop(1)
        begun = time.monotonic()
        with mock.patch.object(sendmail, "PATIENCE", 0.5), self.assertRaisesRegex(Broken, "did not end within"):
            sendmail.hand_in("a@example.com", "b@localhost", "letter\n")
        self.assertLess(time.monotonic() - begun, 20)
        os.kill(int((self.root / "child").read_text()), 9)


if __name__ == "__main__":
    unittest.main()

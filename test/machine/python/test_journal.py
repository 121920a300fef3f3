"""The journal's share follows the disk, and no line of mail is dropped."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.setup import journal

ROOMS = Path(__file__).parents[3] / "assets/machine"
GIB = 1 << 30


class Journal(unittest.TestCase):
    def test_the_figures_are_shares_of_the_disk(self) -> None:
        for disk, most, free in ((8, 1638, 819), (16, 3276, 1638), (1024, 209715, 104857)):
            self.assertIn(f"\nSystemMaxUse={most}M\nSystemKeepFree={free}M\n", journal.conf(disk * GIB))

    def test_it_is_written_once_and_anew_when_the_disk_is_another(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            conf, did, disk = Path(folder) / "d/kitte.conf", mock.Mock(), mock.Mock(return_value=8 * GIB)
            with mock.patch.multiple(journal, CONF=conf, run=did, size=disk), mock.patch("shutil.chown"):
                journal.keep()
                journal.keep()
                did.assert_called_once_with("systemctl", "restart", "systemd-journald")
                disk.return_value = 32 * GIB
                journal.keep()
            self.assertEqual(did.call_count, 2)
            self.assertIn("SystemMaxUse=6553M", conf.read_text())

    def test_who_speaks_of_mail_may_say_as_much_as_there_is(self) -> None:
        for name in ("setup/daemon.conf", "clerk/kitte-clerk.service", "limits/kitte-guard.service"):
            self.assertIn("\nLogRateLimitIntervalSec=1s\nLogRateLimitBurst=10000000\n", (ROOMS / name).read_text())


if __name__ == "__main__":
    unittest.main()

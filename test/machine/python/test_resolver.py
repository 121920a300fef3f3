"""The machine's resolver file: put back when somebody else wrote it, and left alone when nobody did."""

import contextlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.unbound import resolver


class Resolver(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self.log = stack.enter_context(mock.patch.object(resolver, "log"))
            for name in ("FILE", "POSTFIX", "RESOLVED"):
                stack.enter_context(mock.patch.object(resolver, name, self.root / name))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)

    def kept(self) -> None:
        resolver.keep()
        self.assertFalse(resolver.FILE.is_symlink())
        self.assertEqual([resolver.FILE.read_text(), resolver.POSTFIX.read_text()], [resolver.TEXT] * 2)

    def test_another_file_a_link_and_none_are_replaced(self) -> None:
        self.kept()
        resolver.FILE.write_text("nameserver 10.0.0.2\n")
        self.kept()
        resolver.FILE.rename(self.root / "stub")
        resolver.FILE.symlink_to(self.root / "stub")  # as systemd-resolved lays it, even with our words in it
        self.kept()
        self.assertEqual(self.log.call_count, 3)

    def test_ours_is_left_alone(self) -> None:
        self.kept()
        resolver.keep()
        self.assertEqual(self.log.call_count, 1)


if __name__ == "__main__":
    unittest.main()

    def test_the_networks_resolver_is_told_once_to_listen_to_no_neighbour(self) -> None:
        with mock.patch.object(resolver, "succeeds", return_value=False) as succeeds:  # where there is none
            for _ in range(2):
                resolver.alone()
        self.assertIn("LLMNR=no", resolver.RESOLVED.read_text())
        succeeds.assert_called_once_with("systemctl", "try-restart", "systemd-resolved.service")

"""A boot fetches the programs that its user-data names, unless an earlier one did."""

import base64
import contextlib
import functools
import gzip
import hashlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import aws
from kitte.base.shell import NotYet
from kitte.setup import boot

PACKED = gzip.compress(b"a program")
WANTED = {"parent": "/k/programs", "count": 1, "sha256": hashlib.sha256(PACKED).hexdigest()}


class Started(Exception):
    """Instead of the programs."""


class Boot(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self.programs = root / "kitte.pyz"
            stack.enter_context(mock.patch.multiple(boot, LIB=root, PROGRAMS=self.programs, FETCHED=root / "fetched"))
            stack.enter_context(mock.patch.object(boot.os, "execv", side_effect=Started))
            stack.enter_context(mock.patch("shutil.chown"))
            for name in ("log", "Metadata"):
                stack.enter_context(mock.patch.object(boot, name))
            stack.enter_context(mock.patch.object(boot.time, "sleep"))
            self.aws = stack.enter_context(mock.patch.object(boot, "Aws")).return_value
            self.aws.chunked = functools.partial(aws.Aws.chunked, self.aws)
            self.tell = stack.enter_context(mock.patch.object(boot.status, "tell"))
            self.addCleanup(stack.pop_all().close)
        self.aws.parameter.return_value = base64.b64encode(PACKED).decode()
        self.aws.metadata.get.return_value = "user-data"

    def boot(self, wanted: dict[str, object] = WANTED) -> None:
        with self.assertRaises(Started):
            boot.main({"programs": wanted})

    def test_they_are_fetched_once_and_a_later_boot_needs_no_word_from_aws(self) -> None:
        self.boot()
        self.assertEqual(self.programs.read_bytes(), b"a program")
        self.aws.parameter.side_effect = NotYet("ssm did not answer")
        self.boot()
        self.assertEqual(self.aws.parameter.call_count, 1)

    def test_other_ones_and_damaged_ones_are_fetched_anew(self) -> None:
        self.boot()
        self.programs.write_bytes(b"half a pro")
        self.boot()
        self.assertEqual(self.programs.read_bytes(), b"a program")
        other = gzip.compress(b"another")
        self.aws.parameter.return_value = base64.b64encode(other).decode()
        self.boot({**WANTED, "sha256": hashlib.sha256(other).hexdigest()})
        self.assertEqual(self.programs.read_bytes(), b"another")

    def test_one_that_gets_none_says_so(self) -> None:
        self.aws.parameter.side_effect = NotYet("ssm did not answer")
        with mock.patch.object(boot, "PATIENCE", -1):
            self.assertEqual(boot.main({"programs": WANTED}), 1)
        self.assertEqual(self.tell.call_args[0][2]["state"], "failed")


if __name__ == "__main__":
    unittest.main()

"""Packages' scripts start nothing, ask nothing and are spared their chores; what they would have done is done."""

import contextlib
import hashlib
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.command import Failed
from kitte.packages import install, packages

ROOMS = Path(__file__).parents[3] / "assets/machine"


class Install(unittest.TestCase):
    def setUp(self) -> None:
        self.ran: list[tuple[str, ...]] = []
        self.env: dict[str, str] = {}
        self.fails = False
        self.busy = 0
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(install, "POLICY", self.root / "policy-rc.d"))
            for module in (install, packages):
                stack.enter_context(mock.patch.object(module, "run", self.command))
            stack.enter_context(mock.patch.object(packages.time, "sleep"))
            stack.enter_context(mock.patch.object(install, "log"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)

    def command(self, *words: str, env: dict[str, str] | None = None, **_: object) -> str:
        self.ran.append(words)
        if env:
            self.env = env
            self.assertIn("exit 101", install.POLICY.read_text())
            self.assertTrue(env["PATH"].startswith("/usr/local/lib/kitte/spared:"))
            if self.busy > 0:
                self.busy -= 1
                raise Failed("dpkg --configure failed (2)", "dpkg: error: dpkg frontend lock was locked by another", 2)
            if self.fails:
                raise Failed("apt-get install failed (100)", "", 100)
        return ""

    def test_what_is_installed_is_configured_under_the_switch_and_laid_out_after(self) -> None:
        install.install("postfix", "unbound")
        apt = next(words for words in self.ran if words[:2] == ("apt-get", "install"))
        self.assertEqual(apt[-2:], ("postfix", "unbound"))
        self.assertIn(f"DPkg::Path={install.QUIET['PATH']}", apt)
        self.assertEqual((self.env["SYSTEMD_OFFLINE"], self.env["DEBIAN_FRONTEND"]), ("1", "noninteractive"))
        self.assertEqual(self.ran[-1][0], "systemd-tmpfiles")
        self.assertFalse(install.POLICY.exists())

    def test_what_others_hold_is_waited_for(self) -> None:
        self.busy = 3
        install.install("postfix")
        self.assertEqual(self.ran.count(("dpkg", "--configure", "-a")), 4)
        self.assertFalse(install.POLICY.exists())

    def test_a_failure_leaves_no_policy_behind(self) -> None:
        self.fails = True
        with self.assertRaises(Failed):
            install.install("postfix")
        self.assertFalse(install.POLICY.exists())
        self.assertNotIn("systemd-tmpfiles", [words[0] for words in self.ran])


class Ucf(unittest.TestCase):
    """The real script, on files of its own."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)
        self.new, self.old, self.state = (self.root / name for name in ("new.conf", "old.conf", "state"))
        self.state.mkdir()
        (self.state / "hashfile").touch()
        self.new.write_text("protocols =\n")

    def ucf(self, *words: str) -> None:
        subprocess.run(  # noqa: S603
            ["/bin/sh", str(ROOMS / "packages/spared-ucf.sh"), *words],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "UCF_STATE_DIR": str(self.state)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    def test_a_new_file_is_put_in_place_and_registered_as_ucf_does(self) -> None:
        self.ucf("--three-way", str(self.new), str(self.old))
        self.assertEqual(self.old.read_text(), "protocols =\n")
        number = hashlib.md5(self.new.read_bytes()).hexdigest()  # noqa: S324
        self.assertEqual((self.state / "hashfile").read_text(), f"{number}  {self.old}\n")
        self.assertEqual((self.state / "cache" / str(self.old).replace("/", ":")).read_text(), "protocols =\n")

    def test_one_that_a_person_changed_or_removed_is_left_to_ucf(self) -> None:
        self.old.write_text("protocols = imap\n")
        self.ucf(str(self.new), str(self.old))
        self.assertEqual(self.old.read_text(), "protocols = imap\n")
        self.old.unlink()
        (self.state / "hashfile").write_text(f"0123  {self.old}\n")
        self.ucf(str(self.new), str(self.old))
        self.assertFalse(self.old.exists())

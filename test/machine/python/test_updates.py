"""What is not in force, and what the window does about it: on a /proc that is laid out here, systemd a stand-in."""

import contextlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import Broken, load, save
from kitte.settings import shape
from kitte.updates import updates

MAP = "7f00-7f01 r-xp 00000000 fe:01 123    {}\n"
OLD = MAP.format("/usr/lib/x86_64-linux-gnu/libssl.so.3 (deleted)")
CHOICE = {"window": "Sun 03:00", "reboot": True}


class Updates(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            (self.root / "proc").mkdir()
            for name, value in (
                ("PROC", self.root / "proc"),
                ("FOUND", self.root / "updates.json"),
                ("TIMER", self.root / "kitte-updates.timer"),
                ("STARTED", self.root / "started"),
                ("REQUIRED", self.root / "reboot-required"),
                ("KERNEL", self.root / "vmlinuz"),
                ("log", lambda _: None),
                ("run", self.run_command),
                ("succeeds", self.run_command),
            ):
                stack.enter_context(mock.patch.object(updates, name, value))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)
        self.commands: list[str] = []

    def run_command(self, *command: str) -> bool:
        self.commands.append(" ".join(command))
        if command[:2] == ("systemctl", "restart"):  # it holds the new files then
            for process in updates.PROC.iterdir():
                if command[2] in (process / "cgroup").read_text():
                    (process / "maps").write_text("")
        return True

    def process(self, number: int, unit: str, maps: str = OLD) -> None:
        folder = updates.PROC / str(number)
        folder.mkdir()
        (folder / "maps").write_text(MAP.format("/usr/lib/x86_64-linux-gnu/libc.so.6") + maps)
        (folder / "cgroup").write_text(f"0::/{unit}\n")

    def test_a_unit_is_named_whose_process_holds_a_replaced_file_of_a_package(self) -> None:
        self.process(10, "system.slice/postfix.service")
        self.process(11, "system.slice/system-getty.slice/getty@tty1.service")
        self.process(12, "system.slice/fine.service", "")
        self.process(13, "user.slice/user-0.slice/session-1.scope")
        (updates.PROC / "self").mkdir()
        (updates.PROC / "14").mkdir()  # it has ended
        others = ("/memfd:x", "/tmp/x", "/run/x", "/var/lib/x", "/dev/zero", "/SYSV0000")  # noqa: S108
        for number, path in enumerate(others):
            self.process(20 + number, "system.slice/own.service", MAP.format(f"{path} (deleted)"))
        names = {"postfix.service": "libssl.so.3", "getty@tty1.service": "libssl.so.3"}
        self.assertEqual(updates.look(), {"units": names, "reboot": ""})

    def test_what_uses_them_is_restarted_mail_last(self) -> None:
        self.process(1, "init.scope")
        for number, unit in enumerate(("postfix", "unbound", "dovecot", "kitte-updates")):
            self.process(10 + number, f"system.slice/{unit}.service")
        save(updates.FOUND, CHOICE)
        updates.main({})
        restarts = [f"systemctl restart {unit}.service" for unit in ("unbound", "dovecot", "postfix")]
        soon = "--on-active=2 --timer-property=AccuracySec=1s"  # when nobody waits for this one any more
        again = f"systemd-run --quiet {soon} systemctl daemon-reexec"
        self.assertEqual(self.commands, [*restarts, again])
        self.assertEqual(load(updates.FOUND)["left"], "")

    def test_when_all_is_in_force_nothing_is_done(self) -> None:
        save(updates.FOUND, CHOICE)
        updates.main({})
        self.assertEqual(self.commands, [])
        self.assertEqual(updates.warning(), "")

    def test_a_reboot_renews_all_where_it_is_asked_for_and_allowed(self) -> None:
        updates.REQUIRED.touch()
        updates.REQUIRED.with_name("reboot-required.pkgs").write_text("linux-image-6.99\nlinux-image-6.99\n")
        self.process(10, "system.slice/postfix.service")
        save(updates.FOUND, CHOICE)
        updates.main({})
        self.assertEqual(self.commands, ["systemctl --no-block reboot"])
        self.assertEqual(updates.warning(), "")

    def test_where_it_is_forbidden_the_rest_is_done_and_it_is_said(self) -> None:
        updates.REQUIRED.touch()
        self.process(10, "system.slice/postfix.service")
        save(updates.FOUND, {**CHOICE, "reboot": False})
        updates.main({})
        self.assertEqual(self.commands, ["systemctl restart postfix.service"])
        self.assertRegex(updates.warning(), "not in force after the window: an upgrade asks for a reboot$")

    def test_a_bus_on_a_replaced_library_is_a_matter_for_a_reboot(self) -> None:
        self.process(10, "system.slice/dbus.service")
        self.assertEqual(updates.look()["reboot"], "dbus.service uses a replaced libssl.so.3")
        save(updates.FOUND, {**CHOICE, "reboot": False})
        updates.main({})
        self.assertEqual(self.commands, [])

    def test_a_kernel_that_does_not_come_up_is_tried_once(self) -> None:
        updates.KERNEL.symlink_to("boot/vmlinuz-99.1-cloud")
        save(updates.FOUND, CHOICE)
        for _ in range(2):
            updates.main({})
        self.assertEqual(self.commands, ["systemctl --no-block reboot"])
        self.assertIn("kernel 99.1-cloud is installed", updates.warning())
        updates.KERNEL.unlink()
        updates.KERNEL.symlink_to("boot/vmlinuz-99.2-cloud")
        updates.main({})
        self.assertEqual(len(self.commands), 2)

    def test_a_mark_is_of_this_boot_so_each_counts(self) -> None:
        save(updates.FOUND, CHOICE)
        for _ in range(2):
            updates.REQUIRED.touch()
            updates.main({})
        self.assertEqual(len(self.commands), 2)

    def test_the_running_kernel_waits_for_nothing(self) -> None:
        updates.KERNEL.symlink_to(f"boot/vmlinuz-{updates.os.uname().release}")
        self.assertEqual(updates.look()["reboot"], "")

    def test_the_timer_follows_the_settings(self) -> None:
        updates.keep({"updates": CHOICE})
        self.assertIn("OnCalendar=Sun *-*-* 03:00:00 UTC\n", updates.TIMER.read_text())
        unit = "kitte-updates.timer"
        self.assertEqual(self.commands, [f"systemctl enable {unit}", f"systemctl restart {unit}"])
        updates.keep({"updates": CHOICE})
        self.assertEqual(len(self.commands), 2)
        updates.keep({"updates": {"window": "daily 23:59", "reboot": False}})
        self.assertIn("OnCalendar=*-*-* 23:59:00 UTC\n", updates.TIMER.read_text())
        self.assertEqual(len(self.commands), 4)
        self.assertFalse(load(updates.FOUND)["reboot"])

    def test_settings_without_a_window_are_those_of_before(self) -> None:
        updates.keep({})
        self.assertEqual(self.commands, [])

    def test_a_window_that_no_config_writes_is_refused(self) -> None:
        settings = json.loads(SETTINGS)
        shape.check_settings(settings, "/k")
        for chosen in ({**CHOICE, "window": "Sun 03:00\nExecStart=x"}, {**CHOICE, "reboot": "yes"}, {"reboot": True}):
            with self.subTest(chosen=chosen), self.assertRaises(Broken):
                shape.check_settings({**settings, "updates": chosen}, "/k")


SETTINGS = """{"version": 1, "domain": "example.com", "dkim": {"active": "kitte1"}, "users": [], "forwards": {},
"limits": {"messageSizeMiB": 35, "recipientsPerMessage": 100, "messagesPerDay": 5000, "recipientsPerDay": 10000},
"updates": {"window": "Sun 03:00", "reboot": true}}"""

"""Silence and its end: real sockets, some of which answer; systemd is told, not asked."""

import contextlib
import json
import os
import socket
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import alive
from kitte.watch import probes, watch


class Asked(unittest.TestCase):
    def setUp(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listening.close)
        self.port = self.listening.getsockname()[1]
        place = mock.patch.object(probes, "PATIENCE", 0.2)
        place.start()
        self.addCleanup(place.stop)

    def test_who_takes_the_connection_and_says_nothing_hangs(self) -> None:
        with self.assertRaises(probes.Silent):
            probes.local(self.port, b"hello")

    def test_who_answers_or_hangs_up_does_not(self) -> None:
        def serve() -> None:
            for words in (b"DONE\n", b""):
                connection, _ = self.listening.accept()
                with connection:
                    connection.recv(100)
                    connection.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        self.assertEqual(probes.local(self.port, b"hello", b"DONE\n"), b"DONE\n")
        self.assertEqual(probes.local(self.port, b"hello"), b"")

    def test_who_is_not_there_is_no_matter_of_ours(self) -> None:
        self.listening.close()
        asked = {"one": lambda: probes.local(self.port), "two": lambda: probes.spooled("not/there")}
        with mock.patch.object(probes, "PROBES", asked):
            self.assertEqual(probes.silent(), [])

    def test_parts_of_a_unit_count_as_the_unit(self) -> None:
        hang = lambda: probes.local(self.port)  # noqa: E731
        with mock.patch.object(probes, "PROBES", {"postfix@a": hang, "postfix@b": hang, "dovecot": hang}):
            self.assertEqual(probes.silent(), ["postfix", "dovecot"])


class Ended(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.silent, self.ran, self.now = Path(folder.name), [], [], 1_000_000.0  # type: ignore[var-annotated]
        for place in (
            mock.patch.object(watch, "HUNG", self.root / "hung.json"),
            mock.patch.object(watch, "SIEGE", self.root / "siege.json"),
            mock.patch.object(watch, "RUN", self.root),
            mock.patch.object(watch, "log"),
            mock.patch.object(watch, "run", lambda *command: self.ran.append(command)),
            mock.patch.object(watch, "succeeds", lambda *command: self.ran.append(command)),
            mock.patch.object(watch.probes, "silent", lambda: list(self.silent)),
            mock.patch.object(watch.time, "time", lambda: self.now),
        ):
            place.start()
            self.addCleanup(place.stop)

    def test_silent_twice_is_ended_once_and_told_for_a_day(self) -> None:
        daemons = watch.Daemons()
        self.silent = ["dovecot"]
        daemons.look()
        self.assertEqual(self.ran, [])
        for _ in range(5):
            daemons.look()
        self.assertEqual(self.ran[0], ("systemctl", "kill", "--signal=KILL", "dovecot.service"))
        self.assertEqual(len(self.ran), 2)
        self.assertEqual(watch.hung(), "dovecot did not answer and was started anew at 1970-01-12 13:46 UTC")
        self.now += watch.TELLING
        self.assertEqual(watch.hung(), "")

    def test_silent_once_and_then_not_is_left_alone(self) -> None:
        daemons = watch.Daemons()
        for silent in (["dovecot"], [], ["dovecot"], []):
            self.silent = silent
            daemons.look()
        self.assertEqual((self.ran, watch.hung()), ([], ""))

    def test_what_systemds_watchdog_ended_is_told_too(self) -> None:
        (self.root / "hung-kitte-holder").touch()
        watch.Daemons().look()
        self.assertIn("kitte-holder did not answer", watch.hung())
        self.assertFalse((self.root / "hung-kitte-holder").exists())

    def test_what_ends_by_itself_and_did_not_is_told_so(self) -> None:
        for unit in ("certbot", "kitte-sync"):
            (self.root / f"hung-{unit}").touch()
        watch.Daemons().look()
        for unit in ("certbot", "kitte-sync"):
            self.assertIn(f"{unit} did not end and was given up until its next time at 1970-01-12", watch.hung())
        self.assertEqual(self.ran, [])

    def test_a_siege_is_told_while_it_lasts_and_not_longer(self) -> None:
        keeper = watch.Door()
        keeper.door.share = {"strangers": 3, "mail": 2}
        refused = {"refused_strangers": 0}
        with mock.patch.object(watch.door, "refused", lambda: refused):
            for strangers, more, besieged in ((3, 0, False), (2, 9, False), (3, 0, False), (3, 9, True), (0, 0, True)):
                keeper.door.strangers = strangers
                refused["refused_strangers"] += more
                keeper.tell()
                self.assertEqual("strangers hold all" in watch.siege(), besieged)
            self.now += watch.CALM + 1
            keeper.tell()
            self.assertEqual(watch.siege(), "")

    def test_a_siege_of_port_25_alone_is_told_too(self) -> None:
        keeper = watch.Door()
        keeper.door.share, keeper.door.mailers = {"strangers": 3, "mail": 2}, 2
        refused = {"refused_mailers": 0}
        with mock.patch.object(watch.door, "refused", lambda: refused):
            for more, besieged in ((0, False), (9, True)):
                refused["refused_mailers"] += more
                keeper.tell()
                self.assertEqual("strangers hold all" in watch.siege(), besieged)

    def test_a_door_that_cannot_be_kept_is_told_and_ends_nothing(self) -> None:
        keeper = watch.Door()
        with mock.patch.object(keeper.door, "keep", side_effect=OSError("no nftables")):
            keeper.look()
        keeper.tell()
        self.assertEqual(watch.siege(), "connections are not limited: no nftables")
        self.assertEqual(json.loads(watch.SIEGE.read_text()), {"broken": "no nftables"})


class Alive(unittest.TestCase):
    def test_systemd_hears_it_where_it_asked(self) -> None:
        with tempfile.TemporaryDirectory() as folder, contextlib.closing(
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ) as systemd:
            systemd.bind(f"{folder}/notify")
            systemd.settimeout(5)
            with mock.patch.dict(os.environ, {"NOTIFY_SOCKET": f"{folder}/notify"}):
                alive.beat()
                self.assertEqual(systemd.recv(100), b"WATCHDOG=1")
                alive.go_on(0.1, 1)
                self.assertEqual(systemd.recv(100), b"EXTEND_TIMEOUT_USEC=3000000")

    def test_nobody_asked(self) -> None:
        with mock.patch.dict(os.environ, clear=True):
            alive.beat()


if __name__ == "__main__":
    unittest.main()

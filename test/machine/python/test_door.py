"""Who may connect: the shares, the table that nftables reads, and who is known. The siege suite has the rest."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.limits.limits import open_counts
from kitte.limits.logins import Logins
from kitte.watch import door, places


class Shares(unittest.TestCase):
    def test_memory_decides_unless_the_config_does(self) -> None:
        self.assertEqual([places.fitting(size) for size in (420, 950, 1900, 7800)], [96, 263, 400, 400])
        with mock.patch.object(places, "memory", return_value=950):
            self.assertEqual(places.most(places.checked({})), 263)
        self.assertEqual(places.most(places.checked({"connections": {"most": 120}})), 120)

    def test_every_share_together_is_no_more_than_all(self) -> None:
        for most in range(places.FEWEST, 2001):
            share = places.shares(places.checked({"connections": {"most": most}}))
            self.assertLessEqual(sum(share[name] for name in ("known", "strangers", "mail", "crowd")), most)
            self.assertTrue(all(number > 0 for number in share.values()), share)
            self.assertLessEqual(share["perKnownAddress"], share["known"])
            self.assertLessEqual(share["perStranger"], share["strangers"])

    def test_what_is_no_number_is_named(self) -> None:
        for wrong in ({"perAddress": 0}, {"perAddress": "1 } ; flush"}, {"most": 95}, {"secondsToLogin": True}):
            with self.assertRaisesRegex(ValueError, next(iter(wrong))):
                places.checked({"connections": wrong})

    def test_settings_of_before_have_the_defaults(self) -> None:
        self.assertEqual(places.checked({}), places.DEFAULTS)


class Table(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.ran: list[tuple[tuple[str, ...], str]] = []
        self.table_lies = False
        for place in (
            mock.patch.object(door, "ADDRESSES", self.root / "addresses"),
            mock.patch.object(door, "LOADED", self.root / "door.json"),
            mock.patch.object(places, "CONNECTIONS", self.root / "connections.json"),
            mock.patch.object(door, "run", lambda *command, stdin="": self.ran.append((command, stdin))),
            mock.patch.object(door, "succeeds", lambda *_command: self.table_lies),
            mock.patch.object(door.Door, "cut_off"),
        ):
            place.start()
            self.addCleanup(place.stop)
        (self.root / "connections.json").write_text('{"most": 240, "perAddress": 7}')

    def test_nothing_but_addresses_is_taken_from_the_guards_file(self) -> None:
        door.ADDRESSES.write_text("192.0.2.7\n198.51.100.1; flush ruleset\n::1\n192.0.2.7\n}\n999.1.1.1\n")
        self.assertEqual(door.known_addresses(), ["192.0.2.7"])

    def test_the_numbers_stand_in_the_rules(self) -> None:
        door.Door().keep()
        ((_, text),) = self.ran
        for words in ("ip saddr ct count over 7 }", "ct count over 60 goto crowd", "ct count over 100 counter"):
            self.assertIn(words, text)

    def test_a_table_that_lies_there_with_these_numbers_is_left_alone_as_it_counts(self) -> None:
        door.Door().keep()
        self.table_lies = True
        self.ran.clear()
        again = door.Door()
        again.keep()
        self.assertEqual([text for _, text in self.ran], [f"flush set {door.TABLE} known\n"])
        (self.root / "connections.json").write_text('{"most": 400}')
        again.keep()
        self.assertIn("delete table", self.ran[-1][1])

    def test_who_is_known_changes_in_one_step_and_only_when_it_does(self) -> None:
        kept = door.Door()
        kept.keep()
        self.ran.clear()
        door.ADDRESSES.write_text("192.0.2.7\n")
        kept.keep()
        kept.keep()
        ((_, text),) = self.ran
        self.assertEqual(
            text, f"flush set {door.TABLE} known\nadd element {door.TABLE} known {{ 192.0.2.7 }}\n"
        )


class CutOff(unittest.TestCase):
    def test_who_has_not_logged_in_in_time_and_no_one_else(self) -> None:
        stranger, known, own, mailer = (
            (b"stranger", "203.0.113.9", 465),
            (b"known", "192.0.2.7", 587),
            (b"own", "127.0.0.1", 465),
            (b"mailer", "203.0.113.9", 25),
        )
        kept, now, ended = door.Door(), 1000.0, []
        kept.known, kept.share = ["192.0.2.7"], {"strangers": 2, "mail": 2}
        connections = [stranger, known, own, mailer]
        with (
            mock.patch.object(door.socket, "socket"),
            mock.patch.object(door, "connected", lambda _diag: iter(connections)),
            mock.patch.object(door, "destroy", lambda _diag, identity: ended.append(identity)),
            mock.patch.object(door.time, "monotonic", lambda: now),
        ):
            kept.cut_off(30)
            now += 30
            kept.cut_off(30)
            self.assertEqual(ended, [])
            now += 1
            kept.cut_off(30)
            self.assertEqual(ended, [b"stranger"])
            self.assertFalse(kept.besieged())
            connections.append((b"another", "203.0.113.10", 25))
            kept.cut_off(30)
            self.assertTrue(kept.besieged())


class Published(unittest.TestCase):
    def test_where_a_login_succeeded_is_told_once_and_again_after_a_restart_until_a_month_is_over(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            counts = open_counts(Path(folder) / "counts.sqlite")
            now, told = [1_000_000.0], []  # type: ignore[var-annotated]
            logins = Logins(counts, lambda: now[0], told.append)
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
                now[0] += 1
                logins.report("app", "1", address, True)
            logins.report("app", "2", "192.0.2.3", False)
            self.assertEqual(told, [[], ["192.0.2.1"], ["192.0.2.2", "192.0.2.1"]])
            Logins(counts, lambda: now[0], told.append)
            self.assertEqual(told[-1], ["192.0.2.2", "192.0.2.1"])
            now[0] += 31 * 86400
            Logins(counts, lambda: now[0], told.append)
            self.assertEqual(told[-1], [])
            counts.close()


if __name__ == "__main__":
    unittest.main()

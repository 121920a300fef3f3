"""What is written to addresses that only send."""

import unittest
from typing import Any

from kitte.clerk import ownership
from kitte.postfix import alias_map, replies
from kitte.settings import shape
from test_maps import lookup

SETTINGS: dict[str, Any] = {
    "version": 1,
    "domain": "example.com",
    "home": "bounce.example.com",
    "envelopeDomain": "bounce.example.com",
    "served": ["bounce.example.com", "example.com"],
    "dkim": {"active": "new"},
    "users": [{"login": "shop", "senders": ["orders@example.com"]}],
    "forwards": {},
    "limits": {"messageSizeMiB": 35, "recipientsPerMessage": 100, "messagesPerDay": 5000, "recipientsPerDay": 10000},
}
CLOSED = "550 5.2.1 This address sends and is not read; write to postmaster@bounce.example.com"
UNKNOWN = "550 5.1.1 There is no such address; write to postmaster@bounce.example.com"
OWNED = ("orders@example.com", "ORDERS@example.com", "orders+7@example.com", "orders@bounce.example.com")
NOT_OWNED = ("news@example.com", "xorders@example.com", "orders.x@example.com", "a@orders@example.com")


class Replies(unittest.TestCase):
    def answers(self, **changes: Any) -> tuple[str, str]:
        settings = {**SETTINGS, **changes}
        shape.check_settings(settings, "/k")
        return replies.access(settings), replies.virtual(settings)

    def test_are_refused_with_an_address_that_works(self) -> None:
        access, virtual = self.answers()
        for address in OWNED:
            self.assertEqual(lookup(access, address), CLOSED, address)
        for address in NOT_OWNED:
            self.assertEqual(lookup(access, address), UNKNOWN, address)
        self.assertEqual(virtual, "")

    def test_are_forwarded_where_the_settings_say(self) -> None:
        access, virtual = self.answers(replies="team@example.net")
        for address in OWNED:
            self.assertEqual(lookup(access, address), "OK", address)
            self.assertEqual(lookup(virtual, address), "replies@localhost", address)
        for address in NOT_OWNED:
            self.assertEqual(lookup(access, address), UNKNOWN, address)
            self.assertIsNone(lookup(virtual, address), address)
        aliases = alias_map.aliases({**SETTINGS, "replies": "team@example.net"}).splitlines()
        self.assertIn("replies team@example.net", aliases)
        self.assertIn("owner-replies owner-roles@bounce.example.com", aliases)

    def test_roles_and_other_domains_are_no_matter_of_theirs(self) -> None:
        whole = [{"login": "app", "senders": ["@example.com"]}]
        access, virtual = self.answers(users=whole, replies="team@example.net")
        for address in ("postmaster@example.com", "Abuse@bounce.example.com"):
            self.assertEqual(lookup(access, address), "OK", address)
            self.assertIsNone(lookup(virtual, address), address)
        self.assertIsNone(lookup(virtual, "owner-roles@bounce.example.com"))
        self.assertIsNone(lookup(access, "reader@inbox.example.net"))
        self.assertEqual(lookup(access, "anybody@example.com"), "OK")

    def test_are_to_what_a_login_may_send_as(self) -> None:
        users = [
            {"login": "shop", "senders": ["news@example.com", "postmaster@example.com"]},
            {"login": "plain", "senders": ["news+x@example.com", "till@example.com"], "subaddresses": False},
            {"login": "returns", "senders": ["back@bounce.example.com"]},
        ]
        access, virtual = self.answers(users=users, replies="team@example.net")
        owners = ownership.Ownership(ownership.known({**SETTINGS, "users": users}))
        for local in ("news", "news+x", "news+y", "news+x+y", "news+", "till", "till+x", "back", "back+z", "+news"):
            with self.subTest(local):
                address = f"{local}@example.com"
                mine = owners.owned(address)
                self.assertEqual(lookup(access, address), "OK" if mine else UNKNOWN)
                self.assertEqual(lookup(virtual, address), "replies@localhost" if mine else None)
                returned = f"{local}@bounce.example.com"
                mine = mine or owners.owned(returned)
                self.assertEqual(lookup(access, returned), "OK" if mine else UNKNOWN)
        self.assertEqual(lookup(access, "news+x+y@example.com"), UNKNOWN)
        self.assertEqual(lookup(access, "postmaster+x@example.com"), UNKNOWN)

    def test_what_is_not_served_is_left_alone(self) -> None:
        access, _ = self.answers(served=["bounce.example.com"])
        self.assertIsNone(lookup(access, "orders@example.com"))
        self.assertEqual(lookup(access, "orders@bounce.example.com"), CLOSED)
        self.assertEqual(self.answers(served=[], home="example.com"), ("", ""))


if __name__ == "__main__":
    unittest.main()

"""Tables of addresses: what leads where, and what is not taken."""

import re
import unittest
from typing import Any

from kitte.postfix import maps

MACHINE: dict[str, Any] = {
    "hostName": "mail.example.com",
    "hosts": ["mail.example.com"],
    "domain": "example.com",
    "envelopeDomain": "bounce.example.com",
    "served": ["bounce.example.com"],
}


def lookup(table: str, key: str) -> str | None:
    """As regexp_table(5): the first pattern that matches, `if` blocks included, upper and lower case alike."""
    skipping: list[bool] = []
    for line in table.splitlines():
        if line == "endif":
            skipping.pop()
        elif condition := re.fullmatch(r"if (!?)/(.*)/", line):
            skipping.append(bool(re.search(condition[2], key, re.IGNORECASE)) == bool(condition[1]))
        elif not any(skipping) and (entry := re.fullmatch(r"(!?)/(.*)/ (.*)", line)):
            if found := re.search(entry[2], key, re.IGNORECASE):
                return entry[3].replace("${1}", (found[1] or "") if found.groups() else "")
    return None


class Tables(unittest.TestCase):
    def table(self, name: str, **changes: Any) -> str:
        return maps.render({**MACHINE, **changes})[name]

    def test_what_comes_for_the_server_leads_to_a_mailbox_or_role(self) -> None:
        table = self.table("virtual")
        for address, leads in {
            "postmaster@mail.example.com": "postmaster@localhost",
            "Abuse@BOUNCE.example.com": "Abuse@localhost",
            "hello@bounce.example.com": "bounces@localhost",
            "owner-roles@bounce.example.com": "kitte@localhost",
            "postmaster@x@bounce.example.com": "bounces@localhost",
            "postmaster@example.com": None,
            "root@example.com": None,
            "hello@mail.example.com": None,
            "postmaster@mailxexample.com": None,
            "postmaster@bounce.example.com.example.net": None,
        }.items():
            self.assertEqual(lookup(table, address), leads, address)

    def test_without_an_mx_only_the_host_and_what_a_forward_did_not_reach(self) -> None:
        table = self.table("virtual", served=[])
        self.assertEqual(lookup(table, "owner-roles@example.com"), "kitte@localhost")
        self.assertEqual(lookup(table, "postmaster@mail.example.com"), "postmaster@localhost")
        self.assertIsNone(lookup(table, "hello@bounce.example.com"))
        self.assertEqual(self.table("recipients", served=[]), "")

    def test_port_25_takes_roles_and_leaves_the_rest_of_the_served_domain_to_who_it_is_from(self) -> None:
        table = self.table("recipients")
        for address, answer in {
            "postmaster@mail.example.com": "OK",
            "dmarc@bounce.example.com": "OK",
            "hello@bounce.example.com": None,
            "postmaster@x@bounce.example.com": None,
            "root@localhost": "554 5.7.1 Relay access denied",
            "root@mail.example.com": "554 5.7.1 Relay access denied",
            "postmaster@[127.0.0.1]": "554 5.7.1 Relay access denied",
            "hello@example.com": "554 5.7.1 Relay access denied",
        }.items():
            self.assertEqual(lookup(table, address), answer, address)

    def test_only_root_of_the_machine_stays_of_what_the_machine_writes(self) -> None:
        table = self.table("system")
        self.assertEqual(lookup(table, "root@example.com"), "root@localhost")
        self.assertEqual(lookup(table, "root@mail.example.com"), "root@localhost")
        self.assertIsNone(lookup(table, "groot@example.com"))
        self.assertIsNone(lookup(table, "root@example.com.example.net"))


if __name__ == "__main__":
    unittest.main()

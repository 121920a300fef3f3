"""Three domains of one server: what leads where, and what is not taken, each by the domain's own."""

import os
import time
import unittest
from pathlib import Path
from typing import Any

from kitte.base.shell import Broken
from kitte.clerk import ownership
from kitte.opendkim import signing
from kitte.postfix import alias_map, beside, maps, replies
from kitte.settings import domains, naming, shape
from test_maps import lookup

GOLDEN = Path(__file__).parent.parent / "golden" / "domains.tables"
LIMITS = {"messageSizeMiB": 35, "recipientsPerMessage": 100, "messagesPerDay": 5000, "recipientsPerDay": 10000}
SETTINGS: dict[str, Any] = {
    "version": 2,
    "domain": "example.com",
    "home": "bounce.example.com",
    "envelopeDomain": "bounce.example.com",
    "hostName": "mail.example.com",
    "hosts": ["mail.example.com"],
    "served": ["bounce.example.com", "news.example.org", "b.example.net", "example.net"],
    "dkim": {"active": "one"},
    "others": [
        {
            "domain": "news.example.org",
            "home": "news.example.org",
            "envelopeDomain": "news.example.org",
            "served": ["news.example.org"],
            "dkim": {"active": "one"},
            "forwards": {"postmaster": "ops@far.example", "bounces": "back@far.example"},
        },
        {
            "domain": "example.net",
            "home": "b.example.net",
            "envelopeDomain": "b.example.net",
            "served": ["b.example.net", "example.net"],
            "replies": "team@far.example",
            "dkim": {"active": "two"},
            "forwards": {},
        },
        {"domain": "plain.example", "envelopeDomain": "plain.example", "dkim": {"active": "one"}, "forwards": {}},
    ],
    "users": [
        {"login": "app", "senders": ["@example.com", "@news.example.org"]},
        {"login": "shop", "senders": ["orders@example.net", "@plain.example"]},
    ],
    "forwards": {"abuse": "abuse@far.example", "bounces": "returned@far.example"},
    "limits": LIMITS,
}


def at_domain(table: str, address: str) -> str | None:
    """As `pipemap:{regexp:at_domain,texthash:…}`."""
    return exact(table, f"@{address.rpartition('@')[2]}") if "@" in address[1:] else None


def untagged(table: str, address: str) -> str | None:
    """As `pipemap:{regexp:untagged,texthash:…}`."""
    local, _, domain = address.rpartition("@")
    base, plus, _ = local.partition("+")
    return exact(table, f"{base}@{domain}") if base and plus and "@" not in local else None


def exact(table: str, key: str) -> str | None:
    return dict(line.split(" ", 1) for line in table.splitlines()).get(key.lower())


class Postfix:
    """What its tables say, asked in the order of main.cf and master.cf."""

    def __init__(self, settings: Any) -> None:
        machine = naming.named({"hostName": "mail.example.com"}, settings)
        theirs = {name for other in domains.of(settings)[1:] for name in other["served"]}
        self.tables = {**maps.render(machine, theirs), **beside.tables(settings)}
        self.tables |= {"replies": replies.access(settings), "replies_to": replies.virtual(settings)}
        self.aliases = dict(line.split(" ", 1) for line in alias_map.aliases(settings).splitlines())

    def owned(self, name: str, address: str) -> str | None:
        of = self.tables
        found = exact(of[name], address) or untagged(of[f"{name}_tags"], address)
        return found or at_domain(of[f"{name}_domains"], address)

    def recipient(self, address: str) -> str | None:
        """Of mail with a sender, on port 25."""
        of = self.tables
        return lookup(of["recipients"], address) or lookup(of["replies"], address) or self.owned("owned", address)

    def leads(self, address: str, *, returned: bool = False) -> str | None:
        """Where it is forwarded, or the mailbox that it lies in."""
        of, first = self.tables, "" if returned else self.tables["replies_to"]
        found = lookup(first, address) or lookup(of["virtual"], address) or exact(of["roles"], address)
        found = found or (None if returned else self.owned("read", address)) or at_domain(of["home_domains"], address)
        return self.aliases.get(found.removesuffix("@localhost").lower(), found) if found else None

    def sender(self, address: str) -> str:
        found = lookup(self.tables["envelope_sender"], address)
        moved = at_domain(self.tables["envelopes"], address)
        return found.replace("${1}", "") if found else address.rpartition("@")[0] + moved if moved else address


class Tables(unittest.TestCase):
    postfix = Postfix(SETTINGS)

    def test_roles_and_bounces_are_each_domains_own(self) -> None:
        for address, leads in {
            "abuse@bounce.example.com": "abuse@far.example",
            "x@bounce.example.com": "returned@far.example",
            "Postmaster@news.example.org": "ops@far.example",
            "abuse@news.example.org": "kitte@localhost",
            "x@news.example.org": "back@far.example",
            "bounces@b.example.net": "kitte@localhost",
            "x@b.example.net": "kitte@localhost",
            "owner-roles@news.example.org": "kitte@localhost",
            "owner-roles@b.example.net": "kitte@localhost",
            "owner-roles@plain.example": "kitte@localhost",
            "x@sub.news.example.org": None,
            "x@plain.example": None,
            "x@example.com": None,
        }.items():
            self.assertEqual(self.postfix.leads(address, returned=True), leads, address)
        owners = {"postmaster+news.example.org": "news.example.org", "replies+example.net": "b.example.net"}
        for alias, home in {**owners, "abuse": "bounce.example.com"}.items():
            self.assertEqual(self.postfix.aliases[f"owner-{alias}"], f"owner-roles@{home}")

    def test_what_is_returned_goes_home_and_not_to_the_first(self) -> None:
        table = self.postfix.tables["returned_domains"]
        self.assertEqual(at_domain(table, "x@news.example.org"), "REDIRECT bounces+news.example.org@localhost")
        self.assertEqual(at_domain(table, "x@b.example.net"), "REDIRECT kitte@localhost")
        self.assertIsNone(at_domain(table, "x@bounce.example.com"))

    def test_who_writes_to_a_login_hears_of_its_domain(self) -> None:
        for address, answer in {
            "app@bounce.example.com": "550 5.2.1 .* postmaster@bounce.example.com",
            "any@news.example.org": "550 5.2.1 .* postmaster@news.example.org",
            "postmaster@news.example.org": "OK",
            "orders@example.net": "OK",
            "orders+7@b.example.net": "OK",
            "other@example.net": "550 5.1.1 .* postmaster@b.example.net",
            "x@localhost": "554 ",
            "x@mail.example.com": "554 ",
            "x@[127.0.0.1]": "554 ",
            "postmaster@mail.example.com": "OK",
        }.items():
            self.assertRegex(str(self.postfix.recipient(address)), f"^{answer}", address)
        for address in ("x@sub.news.example.org", "reader@inbox.example", "x@plain.example"):
            self.assertIsNone(self.postfix.recipient(address), address)
        self.assertEqual(self.postfix.leads("orders+7@example.net"), "team@far.example")
        self.assertEqual(self.postfix.leads("postmaster@example.net"), "kitte@localhost")
        self.assertEqual(self.postfix.leads("orders@example.net", returned=True), "kitte@localhost")

    def test_whichever_tags_are_owned_the_tables_say_what_the_rule_says(self) -> None:
        users = [
            {"login": "shop", "senders": ["news@example.net", "postmaster@example.net", "till@b.example.net"]},
            {"login": "plain", "senders": ["news+x@example.net", "bare@example.net"], "subaddresses": False},
        ]
        for logins in (users, [users[0], {**users[1], "senders": ["bare@example.net"]}]):
            settings = {**SETTINGS, "users": logins}
            postfix, owners = Postfix(settings), ownership.Ownership(ownership.known(settings))
            for local in ("news", "news+x", "news+y", "news+x+y", "news+", "bare", "bare+x", "till", "till+z", "+news"):
                for domain in ("example.net", "b.example.net"):
                    with self.subTest(local=local, domain=domain, logins=len(logins[1]["senders"])):
                        mine = any(owners.owned(f"{local}@{place}") for place in {domain, "example.net"})
                        answer = str(postfix.recipient(f"{local}@{domain}"))
                        self.assertTrue(answer.startswith("OK" if mine else "550 5.1.1"), answer)
                        leads = postfix.leads(f"{local}@{domain}")
                        self.assertEqual(leads, "team@far.example" if mine else "kitte@localhost")

    def test_the_envelope_sender_is_moved_to_its_own_envelope_domain(self) -> None:
        for address, moved in {
            "app@example.net": "app@b.example.net",
            "app@news.example.org": "app@news.example.org",
            "app@plain.example": "app@plain.example",
            "app@sub.example.net": "app@sub.example.net",
        }.items():
            self.assertEqual(self.postfix.sender(address), moved)

    def test_each_domain_is_signed_with_its_own_key(self) -> None:
        folder = "/etc/kitte/dkim"
        self.assertEqual(
            signing.key_table(SETTINGS).splitlines()[:3],
            [
                f"one example.com:one:{folder}/one.pem",
                f"news.example.org/one news.example.org:one:{folder}/news.example.org/one.pem",
                f"example.net/two example.net:two:{folder}/example.net/two.pem",
            ],
        )
        self.assertEqual(
            signing.signing_table(SETTINGS).splitlines(),
            ["news.example.org news.example.org/one", "example.net example.net/two", "b.example.net example.net/two"]
            + ["plain.example plain.example/one", "* one"],
        )
        waiting = {**SETTINGS, "waiting": {"example.net": "two._domainkey.example.net"}}
        self.assertNotIn("example.net", signing.signing_table(waiting) + signing.key_table(waiting))

    def test_the_files_are_as_the_golden_file_says(self) -> None:
        """`UPDATE_GOLDEN=1` writes it anew."""
        aliases = alias_map.aliases(SETTINGS)
        files = {**self.postfix.tables, "aliases": aliases, "senders.json": ownership.senders_file(SETTINGS)}
        files |= {"KeyTable": signing.key_table(SETTINGS), "SigningTable": signing.signing_table(SETTINGS)}
        text = "".join(f"### {name}\n{files[name]}" for name in sorted(files))
        if os.environ.get("UPDATE_GOLDEN"):
            GOLDEN.write_text(text)
        self.assertEqual(text, GOLDEN.read_text())

    def test_with_one_domain_the_tables_are_empty_and_the_rest_is_as_before(self) -> None:
        users = [{"login": "app", "senders": ["@example.com"]}]
        alone = {**SETTINGS, "served": ["bounce.example.com"], "users": users}
        del alone["others"]
        self.assertEqual(set(beside.tables(alone).values()), {""})
        self.assertTrue(replies.access(alone).startswith("if /"))
        self.assertIn("if !/", Postfix(alone).tables["recipients"])

    def test_a_thousand_domains_and_ten_thousand_logins_take_seconds(self) -> None:
        names = [f"d{at}.example" for at in range(1000)]
        other = {"dkim": {"active": "one"}, "forwards": {"postmaster": "a@far.example"}, "replies": "b@far.example"}
        users = [
            {"login": f"l{at}-{domain}", "senders": [f"u{at}@{domain}"]} for domain in names for at in range(10)
        ]
        others = [{**other, "domain": name, "envelopeDomain": name, "home": name, "served": [name]} for name in names]
        settings = {**SETTINGS, "others": others, "users": users, "served": ["bounce.example.com", *names]}
        began = time.process_time()
        shape.check_settings(settings, "/k")
        postfix = Postfix(settings)
        signing.signing_table(settings)
        self.assertLess(time.process_time() - began, 20)
        self.assertEqual(postfix.leads("u3+x@d999.example"), "b@far.example")
        # None of those whose entries are tried one after the other grows
        for name in ("virtual", "recipients", "system", "replies", "replies_to", "envelope_sender"):
            self.assertLess(len(postfix.tables[name].splitlines()), 20, name)


class Refused(unittest.TestCase):
    def test_several_domains_that_are_right_are_not(self) -> None:
        shape.check_settings(SETTINGS, "/k")

    def test_a_wrong_domain_is_refused_with_all_of_the_settings(self) -> None:
        first, *rest = SETTINGS["others"]
        for harm, words in (
            ({"version": 1}, "settings.others is of version 2"),
            ({"version": 3}, "of version 3"),
            ({"others": [first, *rest, first]}, "news.example.org is of news.example.org and of news.example.org"),
            ({"others": [{**first, "domain": "example.com"}, *rest]}, "example.com is of example.com and of"),
            ({"others": [{**first, "envelopeDomain": "bounce.example.com"}, *rest]}, "may be of one domain"),
            ({"others": rest}, "sends as @news.example.org, which is of none of the domains"),
            ({"others": [{**first, "domain": "a.example\n* evil"}, *rest]}, r"others\[0\].domain"),
            ({"others": [{**first, "dkim": {"active": "../one"}}, *rest]}, r"others\[0\].dkim.active"),
            ({"others": [{**first, "forwards": {"abuse": "|/bin/sh@a.example"}}, *rest]}, r"others\[0\].forwards"),
            ({"others": [{"domain": "news.example.org"}, *rest]}, r"others\[0\].dkim is missing"),
            ({"others": {}}, "not of type array"),
        ):
            with self.subTest(words), self.assertRaisesRegex(Broken, words):
                shape.check_settings({**SETTINGS, **harm}, "/k")


if __name__ == "__main__":
    unittest.main()

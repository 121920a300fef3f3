"""Each domain beside the first comes into force by itself, and is put off till then. The DNS is a table here."""

import contextlib
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from kitte.base import lookup, trouble
from kitte.base.shell import Json, NotYet, load
from kitte.clerk.ownership import Ownership, known
from kitte.opendkim import keys, signing
from kitte.settings import identity, joining
from kitte.sync import ready

NAMES = {"dkim": "/k/dkim"}
USERS = [{"login": "app", "senders": ["@example.com", "@news.example.org", "@example.net"]}]


def other(domain: str, selector: str = "one", **more: Any) -> Json:
    return {"domain": domain, "envelopeDomain": domain, "dkim": {"active": selector}, "forwards": {}, **more}


def settings(*others: Json, **more: Any) -> Json:
    served = ["example.com", *(name for each in others for name in each.get("served", []))]
    rest: Json = {"served": served, "users": USERS, "limits": {"recipientsPerMessage": 9}}
    return {"version": 2, **other("example.com"), **rest, **({"others": list(others)} if others else {}), **more}


class Account:
    """As much of `Aws` as keys need."""

    def __init__(self, held: dict[str, str]) -> None:
        self.held, self.asked = held, []  # type: ignore[var-annotated]

    def parameters(self, names: list[str]) -> dict[str, str]:
        self.asked.append(names)
        return {name: self.held[name] for name in names if name in self.held}

    def parameter(self, name: str) -> str:
        if name not in self.held:
            raise NotYet("ParameterNotFound")
        return self.held[name]


class Joining(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        command = ("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
        cls.pem = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
        cls.shown = f"v=DKIM1; k=rsa; p={identity.public(cls.pem)}"

    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            places = ((identity, "KEPT"), (identity, "SINCE"), (joining, "LOOKED"), (trouble, "NOTED"), (keys, "DKIM"))
            for place, name in places:
                stack.enter_context(mock.patch.object(place, name, self.root / name.lower()))
            stack.enter_context(mock.patch.object(identity, "mounted", lambda: self.mounted))
            self.texts = stack.enter_context(mock.patch.object(lookup, "texts", lambda name: self.dns.get(name, [])))
            stack.enter_context(mock.patch.object(trouble, "log"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.clock = stack.enter_context(mock.patch.object(joining.time, "monotonic", return_value=0))
            self.addCleanup(stack.pop_all().close)
        self.mounted = True
        self.dns: dict[str, list[tuple[str, ...]]] = {}
        domains = ("example.com", "news.example.org", "example.net")
        held = {f"/k/dkim/{domain}/{selector}": self.pem for domain in domains for selector in ("one", "two")}
        self.account = Account(held)
        self.report: Json = {}
        identity.keep(settings())

    def admitted(self, said: Json) -> Json:
        return joining.admitted(NAMES, self.account, said, self.report)  # type: ignore[arg-type]

    def show(self, domain: str, selector: str = "one", envelope: str = "") -> None:
        self.dns[f"{selector}._domainkey.{domain}"] = [(self.shown,)]
        self.dns[envelope or domain] = [("v=spf1 -all",)]

    def test_a_new_domain_is_put_off_and_the_others_go_on(self) -> None:
        self.show("example.net")
        found = self.admitted(settings(other("news.example.org"), other("example.net")))
        self.assertEqual(found["waiting"], {"news.example.org": "one._domainkey.news.example.org"})
        self.assertEqual(self.report["unseen"], "news.example.org one._domainkey.news.example.org")
        ownership = Ownership(known(found))
        for address, waits in {"a@news.example.org": True, "a@example.net": False, "a@example.com": False}.items():
            self.assertTrue(ownership.may("app", address))
            self.assertEqual("one._domainkey.news.example.org" in ownership.unseen(address), waits)

    def test_key_and_spf_must_be_on_every_server(self) -> None:
        said = settings(other("news.example.org", envelopeDomain="b.news.example.org"))
        record, key, spf = "one._domainkey.news.example.org", (self.shown,), ("v=spf1 -all",)
        for keys_, spfs, missing in (
            ([], [spf], record),
            ([key, ()], [spf], record),
            ([("v=DKIM1; p=",)], [spf], record),
            ([key, key], [], "b.news.example.org"),
            ([key], [spf, ("v=spf10",)], "b.news.example.org"),
            ([key], [spf, spf], None),
        ):
            with self.subTest(missing=missing):
                self.dns = {record: keys_, "b.news.example.org": spfs}
                self.assertEqual(self.admitted(said).get("waiting", {}).get("news.example.org"), missing)

    def test_what_was_seen_is_kept_when_nobody_answers_later(self) -> None:
        said = settings(other("news.example.org"))
        self.show("news.example.org")
        self.assertNotIn("waiting", self.admitted(said))
        self.dns = {}
        self.assertNotIn("waiting", self.admitted(said))  # before it was proved
        identity.keep(said)
        joining.LOOKED.unlink()  # another boot
        self.assertNotIn("waiting", self.admitted(said))
        identity.keep(settings())  # it left the config, and comes again
        self.assertIn("news.example.org", self.admitted(said)["waiting"])

    def test_another_key_comes_into_force_when_it_is_seen(self) -> None:
        identity.keep(settings(other("news.example.org", served=["news.example.org"])))
        new = settings(other("news.example.org", "two", envelopeDomain="b.news.example.org"))
        found = self.admitted(new)
        (going_on,) = found["others"]
        self.assertEqual(identity.of(going_on), ("news.example.org", "news.example.org", "one"))
        self.assertEqual(found["waiting"], {})
        identity.keep(found)
        self.show("news.example.org", "two", "b.news.example.org")
        self.assertEqual(self.admitted(new), new)

    def test_a_key_of_before_that_was_deleted_signs_nothing_more(self) -> None:
        identity.keep(settings(other("news.example.org")))
        del self.account.held["/k/dkim/news.example.org/one"]
        new = settings(other("news.example.org", "two"))
        self.assertEqual(self.admitted(new), new)

    def test_without_a_key_a_domain_is_put_off_and_the_parameter_named(self) -> None:
        self.show("news.example.org")
        said = settings(other("news.example.org"))
        for held in ({}, {"/k/dkim/news.example.org/one": "no key"}):
            self.account.held = held
            joining.LOOKED.unlink(missing_ok=True)
            self.assertEqual(self.admitted(said)["waiting"], {"news.example.org": "/k/dkim/news.example.org/one"})
        lacking = joining.without_keys(NAMES, said, {"one.pem": self.pem})
        self.assertEqual(lacking["waiting"], {"news.example.org": "/k/dkim/news.example.org/one"})
        self.assertEqual(joining.without_keys(NAMES, said, {"news.example.org/one.pem": self.pem}), said)

    def test_it_is_a_warning_when_it_lasts(self) -> None:
        said = settings(other("news.example.org"))
        self.admitted(said)
        self.assertTrue(joining.hurries())
        self.assertEqual(trouble.warnings(), {})
        self.clock.return_value = 901
        self.admitted(said)
        self.assertFalse(joining.hurries())
        words = "news.example.org (one._domainkey.news.example.org: its mail is put off)"
        self.assertIn(words, str(trouble.warnings()))
        self.admitted(settings())
        self.assertEqual((trouble.warnings(), self.report["unseen"]), ({}, ""))

    def test_the_first_may_become_another(self) -> None:
        identity.keep(settings(other("news.example.org")))
        swapped = {**settings(other("example.com")), **other("news.example.org")}
        self.assertEqual(self.admitted(swapped), swapped)

    def test_the_first_too_is_put_off_while_a_person_enters_its_records(self) -> None:
        identity.KEPT.unlink()
        said = settings(other("example.net"), elsewhere=True)
        self.show("example.net")
        found = self.admitted(said)
        self.assertEqual(found["waiting"], {"example.com": "one._domainkey.example.com"})
        self.assertIn("one._domainkey.example.com", Ownership(known(found)).unseen("a@example.com"))
        self.assertEqual(Ownership(known(found)).unseen("a@example.net"), "")
        # What the machine itself writes is signed all the same, and nothing is taken for proved.
        self.assertIn("* one\n", signing.signing_table(found))
        self.assertIn("one example.com:one:", signing.key_table(found))
        self.assertEqual(ready.tried(found)[1], "postmaster@example.net")
        identity.keep(found)
        self.assertEqual([*load(identity.KEPT)], ["others"])
        self.assertNotEqual(joining.mark(found), joining.mark(said))
        self.show("example.com")
        self.assertEqual(self.admitted(said), said)
        identity.keep(said)
        self.dns = {}
        joining.LOOKED.unlink()
        self.assertEqual(self.admitted(said), said)  # a question that nobody answers closes nothing

    def test_alone_it_is_put_off_as_well(self) -> None:
        identity.KEPT.unlink()
        found = self.admitted(settings(elsewhere=True))
        self.assertEqual(found["waiting"], {"example.com": "one._domainkey.example.com"})
        self.assertEqual(ready.tried(found), ("app", "", {}))
        identity.keep(found)
        self.assertEqual(load(identity.KEPT), {})
        self.assertNotEqual(joining.mark(found), joining.mark(settings()))

    def test_another_first_one_comes_into_force_as_any_does(self) -> None:
        new = {**settings(elsewhere=True), **other("news.example.org")}
        report: Json = {}
        held = identity.in_force(NAMES, self.account, new, report)  # type: ignore[arg-type]
        self.assertEqual(held["domain"], "example.com")
        self.assertNotIn("waiting", self.admitted(held))

    def test_a_machine_that_does_not_serve_asks_nobody(self) -> None:
        self.mounted = False
        said = settings(other("news.example.org"))
        self.assertEqual(self.admitted(said), said)

    def test_a_thousand_new_domains_are_looked_at_in_turn_ten_keys_a_call(self) -> None:
        said = settings(*(other(f"d{at}.example") for at in range(1000)))
        self.assertEqual(len(self.admitted(said)["waiting"]), 1000)
        self.assertEqual([len(names) for names in self.account.asked], [10] * (joining.MOST // 10))
        first = {name for names in self.account.asked for name in names}
        self.clock.return_value, self.account.asked = 2, []
        self.admitted(said)
        self.assertFalse(first & {name for names in self.account.asked for name in names})
        self.assertLess(len(self.report["unseen"]), 1000)
        self.assertTrue(self.report["unseen"].endswith("…"))

    def test_keys_at_hand_are_not_all_asked_for_each_time(self) -> None:
        said = settings(*(other(f"d{at}.example") for at in range(1000)))
        names = [keys.parameter(NAMES, each) for each in said["others"]]
        self.account.held = dict.fromkeys(names, self.pem)
        found = keys.of_others(NAMES, self.account, said, said["others"])  # type: ignore[arg-type]
        self.assertEqual((len(found), len(self.account.asked)), (1000, 100))
        for file, pem in found.items():
            (keys.DKIM / file).parent.mkdir(parents=True)
            (keys.DKIM / file).write_text(pem)
        self.account.asked = []
        self.assertEqual(keys.of_others(NAMES, self.account, said, said["others"]), found)  # type: ignore[arg-type]
        self.assertEqual(len(self.account.asked), keys.CALLS)

    def test_while_the_first_is_renamed_the_others_keep_their_logins(self) -> None:
        identity.keep(settings(other("news.example.org"), other("example.net")))
        new = {**settings(other("news.example.org")), **other("new.example")}
        new["users"] = [
            {"login": "app", "senders": ["@new.example", "@news.example.org"]},
            {"login": "fresh", "senders": ["x@news.example.org"]},
            {"login": "late", "senders": ["@new.example"]},
        ]
        held = identity.held(new)
        self.assertEqual(held["domain"], "example.com")
        senders = {user["login"]: user["senders"] for user in held["users"]}
        self.assertEqual(senders, {"app": ["@example.com", "@news.example.org"], "fresh": ["x@news.example.org"]})
        self.assertEqual(list(load(identity.KEPT)["others"]), ["news.example.org", "example.net"])


if __name__ == "__main__":
    unittest.main()

"""Names and keys come into force when the records that they need are seen. The DNS is a table here."""

import contextlib
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import lookup, trouble
from kitte.base.shell import Json, load
from kitte.settings import identity


def settings(domain: str = "example.com", selector: str = "one", **more: object) -> Json:
    users = [{"login": login, "senders": [f"@{domain}"]} for login in ("app", "shop")]
    rest: Json = {"home": f"bounce.{domain}", "served": [f"bounce.{domain}"], "users": users, "limits": {"now": domain}}
    return {"domain": domain, "envelopeDomain": f"bounce.{domain}", "dkim": {"active": selector}, **rest, **more}


def key() -> str:
    command = ("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


class Identity(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.pem, cls.other = key(), key()

    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for place, name in ((identity, "KEPT"), (identity, "SINCE"), (trouble, "NOTED")):
                stack.enter_context(mock.patch.object(place, name, root / name.lower()))
            stack.enter_context(mock.patch.object(identity, "mounted", lambda: self.mounted))
            stack.enter_context(mock.patch.object(lookup, "texts", lambda name: self.dns.get(name, [])))
            stack.enter_context(mock.patch.object(trouble, "log"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.clock = stack.enter_context(mock.patch.object(identity.time, "monotonic", return_value=0))
            self.addCleanup(stack.pop_all().close)
        self.mounted = True
        self.dns: dict[str, list[tuple[str, ...]]] = {}
        identity.keep(settings())

    def record(self, pem: str) -> str:
        value = identity.public(pem)
        return f"v=DKIM1; k=rsa; p={value[:80]} {value[80:]}"

    def test_the_first_and_the_same_are_in_force_at_once(self) -> None:
        self.assertEqual(identity.held(settings(limits={})), {})
        identity.KEPT.unlink()
        self.assertEqual(identity.held(settings("example.net")), {})
        identity.KEPT.write_text('{"domain": "example.com"}')  # of a version that wrote less
        self.assertEqual(identity.held(settings("example.net")), {})
        identity.keep(settings())
        self.mounted = False  # a machine that does not serve proves the new one on its loopback
        self.assertEqual(identity.held(settings("example.net")), {})

    def test_another_domain_waits_and_the_rest_of_the_settings_does_not(self) -> None:
        new = settings("example.net", "two")
        new["users"] = new["users"][:1]  # shop has left
        held = identity.held(new)
        self.assertEqual(identity.of(held), identity.of(settings()))
        self.assertEqual(held["users"], [{"login": "app", "senders": ["@example.com"]}])
        self.assertEqual(held["limits"], {"now": "example.net"})
        self.assertEqual(held["served"], ["bounce.example.com", "bounce.example.net"])
        self.assertEqual(identity.name(held), "example.com bounce.example.com one")

    def test_of_another_key_alone_the_logins_are_those_of_now(self) -> None:
        new = settings(selector="two", users=[{"login": "new", "senders": ["@example.com"]}])
        self.assertEqual(identity.held(new)["users"], new["users"])

    def test_the_key_must_be_on_every_server(self) -> None:
        new, name = settings(selector="two"), "two._domainkey.example.com"
        good, bad = (self.record(self.pem),), (self.record(self.other),)
        for servers, seen in (
            ([], False),  # no server answers
            ([()], False),
            ([bad], False),
            ([good, ()], False),
            ([("v=DKIM1; p=",)], False),
            ([("nonsense", *good)], True),
            ([good, good], True),
        ):
            with self.subTest(servers):
                self.dns[name] = servers
                self.assertEqual(identity.unseen(new, self.pem), "" if seen else name)

    def test_another_envelope_domain_needs_its_spf_and_no_new_key(self) -> None:
        new = settings(envelopeDomain="b.example.com")
        for servers, seen in (([("v=spf10",)], False), ([("other",)], False), ([("v=spf1 -all",)], True)):
            with self.subTest(servers):
                self.dns["b.example.com"] = servers
                self.assertEqual(identity.unseen(new, self.pem), "" if seen else "b.example.com")

    def test_what_is_waited_for_is_said_and_is_a_warning_when_it_lasts(self) -> None:
        words = "not all name servers show two._domainkey.example.com yet: mail is sent as before, from example.com"
        self.assertTrue(identity.note("two._domainkey.example.com", settings()).startswith(words))
        self.assertTrue(identity.hurries())
        self.assertEqual(trouble.warnings(), {})
        self.clock.return_value = 901
        identity.note("two._domainkey.example.com", settings())
        self.assertFalse(identity.hurries())
        self.assertIn(words, trouble.warnings()[identity.KIND])
        self.assertEqual(identity.note("", {}), "")
        self.assertEqual(trouble.warnings(), {})
        self.assertFalse(identity.hurries())

    def test_what_was_proved_is_kept_for_the_next_machine(self) -> None:
        identity.keep(settings("example.net"))
        self.assertEqual(load(identity.KEPT)["domain"], "example.net")
        self.mounted = False
        identity.keep(settings("example.org"))
        self.assertEqual(load(identity.KEPT)["domain"], "example.net")

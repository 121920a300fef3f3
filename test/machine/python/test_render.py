"""Settings become files, or are refused."""

import re
import unittest
from typing import Any

from kitte.base.shell import Broken
from kitte.dovecot import passdb
from kitte.opendkim import signing
from kitte.postfix import alias_map, postconf
from kitte.settings import shape

SETTINGS: dict[str, Any] = {
    "version": 1,
    "domain": "example.com",
    "home": "bounce.example.com",
    "envelopeDomain": "bounce.example.com",
    "served": ["bounce.example.com"],
    "dkim": {"active": "new"},
    "users": [{"login": "shop", "senders": ["shop@example.com"]}, {"login": "app", "senders": ["@example.com"]}],
    "forwards": {"abuse": "Ops@example.net"},
    "limits": {"messageSizeMiB": 35, "recipientsPerMessage": 100, "messagesPerDay": 5000, "recipientsPerDay": 10000},
}


def said(text: str) -> str:
    """Without why: that is lib/machine/postfix's."""
    return re.sub(r"^# .*\n", "", text, flags=re.MULTILINE)


class Files(unittest.TestCase):
    def test_the_settings_limits_follow_the_user_datas_main_cf(self) -> None:
        self.assertEqual(
            said(postconf.main_cf("a = b\n", {"messageSizeMiB": 35, "recipientsPerMessage": 100}, {"most": 240})),
            "a = b\n\n### From the settings\ndefault_process_limit = 250\nsmtpd_client_connection_count_limit = 100\n"
            "message_size_limit = 36700160\nmailbox_size_limit = 73400320\n"
            "smtpd_recipient_limit = 101\n",
        )
        self.assertEqual(postconf.main_cf("a = b\n", {}, {}), "a = b\n")

    def test_the_names_of_now_follow_the_user_datas_main_cf_each_once(self) -> None:
        machine = {"hostName": "mail.example.com", "hosts": ["mail.example.com", "smtp.example.com"]}
        self.assertEqual(
            said(postconf.names_cf({**machine, "domain": "example.com", "served": ["example.com"]})),
            "\n### Names\nmyhostname = mail.example.com\nmyorigin = example.com\n"
            "virtual_alias_domains = example.com, mail.example.com, smtp.example.com\n",
        )

    def test_the_key_table_has_the_key_that_signs(self) -> None:
        self.assertEqual(signing.key_table(SETTINGS), "new example.com:new:/etc/kitte/dkim/new.pem\n")

    def test_all_that_reaches_the_signer_is_signed_with_that_key(self) -> None:
        self.assertEqual(signing.signing_table(SETTINGS), "* new\n")

    def test_a_forwarded_role_has_an_owner_and_the_others_a_mailbox(self) -> None:
        aliases = alias_map.aliases(SETTINGS).splitlines()
        self.assertIn("abuse Ops@example.net", aliases)
        self.assertIn("owner-abuse owner-roles@bounce.example.com", aliases)
        self.assertIn("postmaster kitte@localhost", aliases)
        self.assertFalse(any(line.startswith("owner-postmaster") for line in aliases))
        # A name alone is completed with the sending domain, and leaves.
        self.assertTrue(all("@" in line.split()[1] or "/" in line.split()[1] for line in aliases))

    def test_an_unchanged_password_keeps_its_salt(self) -> None:
        salts: list[str | None] = []

        def crypt(password: str, salt: str | None) -> str:
            salts.append(salt)
            return f"$6${salt or 'fresh'}${password[::-1]}"

        passwords = {"app": "abc", "shop": "xyz"}
        first = passdb.passwd(SETTINGS, passwords, "", crypt)
        self.assertEqual(first, "app:{SHA512-CRYPT}$6$fresh$cba\nshop:{SHA512-CRYPT}$6$fresh$zyx\n")
        self.assertEqual(passdb.passwd(SETTINGS, passwords, first, crypt), first)
        self.assertEqual(salts, [None, None, "fresh", "fresh"])


class Refused(unittest.TestCase):
    def test_good_settings_are_not(self) -> None:
        shape.check_settings(SETTINGS, "/k")

    def test_what_would_do_harm(self) -> None:
        for harm in (
            {"version": 3},
            {"home": "example.com\nroot evil@example.net"},
            {"users": [{"login": "a:b", "senders": []}]},
            {"users": [{"login": "app", "senders": ["@example.com\n@bank.test root"]}]},
            {"users": [{"login": "app", "senders": ['"]=1} os.exit() x={["@example.com']}]},
            {"dkim": {"active": "../new"}},
            {"forwards": {"abuse": "|/bin/sh@example.net"}},
            {"forwards": {"abuse": "a@example.net, b@example.net"}},
            {"forwards": {"root": "a@example.net"}},
            {"served": ["example.com$/ OK\n/./ OK\n#"]},
            {"envelopeDomain": "bounce.example.com x"},
            {"replies": "|/bin/sh@example.net"},
            {"replies": "a@example.net, b@example.net"},
            {"limits": {**SETTINGS["limits"], "messagesPerDay": "5\nsmtpd_relay_restrictions = permit"}},
            {"limits": {}},
            {"connections": {"perAddress": 0}},
            {"connections": {"most": 20}},
            {"connections": {"perAddress": "5 } ; flush ruleset"}},
        ):
            with self.subTest(harm), self.assertRaises(Broken):
                shape.check_settings({**SETTINGS, **harm}, "/k")

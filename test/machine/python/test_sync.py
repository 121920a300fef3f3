"""What a sync does to the files, and what it says. Commands and AWS are stand-ins; the files are real."""

import contextlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import contract, status, trouble
from kitte.base.command import Failed
from kitte.base.command import run as real_run
from kitte.base.shell import Broken, NotYet, Waiting, save
from kitte.postfix import postconf
from kitte.sync import placing, sync

MACHINE = {
    "hostName": "mail.example.com",
    "hosts": ["mail.example.com"],
    "domain": "example.com",
    "envelopeDomain": "example.com",
    "served": [],
    "names": {
        "settings": "/k/settings",
        "status": "/k/status",
        "dkim": "/k/dkim",
        "usersSecret": "k/users",
        "stack": "s",
        "instance": "MailServer",
    },
}
LIMITS = {"messageSizeMiB": 35, "recipientsPerMessage": 100, "messagesPerDay": 5000, "recipientsPerDay": 10000}
PASSWORD = "correct horse"  # noqa: S105


class Account:
    """As much of `Aws` as a sync uses."""

    instance = "i-1"

    def __init__(self) -> None:
        self.selector = "one"
        self.login, self.reports, self.signals = "app", [], []  # type: ignore[var-annotated]
        self.removed: object = None

    def parameter(self, name: str) -> str:
        if name != "/k/settings":
            return f"key {name}\n"
        users = [{"login": self.login, "senders": ["@example.com"]}]
        dkim = {"active": self.selector}
        rest = {"users": users, "forwards": {}, "limits": LIMITS}
        return json.dumps({"version": 1, "domain": "example.com", "dkim": dkim, **rest})

    def secret(self, _name: str, stage: str = "AWSCURRENT") -> tuple[str, str]:
        if stage == "AWSCURRENT":
            return "v1", json.dumps({"app": PASSWORD, "shop": PASSWORD})
        if self.removed is None:
            raise NotYet("secretsmanager GetSecretValue k/users: ResourceNotFoundException")
        return "v0", json.dumps(self.removed)

    def put_parameter(self, _name: str, value: str) -> None:
        self.reports.append(json.loads(value))

    def signal(self, _stack: str, _resource: str, state: str) -> None:
        self.signals.append(state)


class Sync(unittest.TestCase):
    def setUp(self) -> None:
        self.refused = ""  # the command that fails
        self.commands: list[tuple[str, ...]] = []
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for module, name in (
                *((sync, name) for name in ("RUN", "PASSWD")),
                *((placing, name) for name in ("RUN", "DKIM", "ALIASES", "MAIN", "MAPS")),
            ):
                stack.enter_context(mock.patch.object(module, name, self.root / name.lower()))
            opendkim = self.root / "opendkim.conf"
            opendkim.write_text("Mode s\n")
            stack.enter_context(mock.patch.object(placing, "OPENDKIM", opendkim))
            stack.enter_context(mock.patch.object(sync.ownership, "SENDERS", self.root / "senders.json"))
            stack.enter_context(mock.patch.object(sync.limits, "LIMITS", self.root / "limits.json"))
            stack.enter_context(mock.patch.object(sync.places, "CONNECTIONS", self.root / "connections.json"))
            main_cf = mock.patch.object(sync, "main_cf", lambda _, *chosen: postconf.main_cf("a = b\n", *chosen))
            stack.enter_context(main_cf)
            stack.enter_context(mock.patch.object(sync.naming, "KEPT", self.root / "names.json"))
            stack.enter_context(mock.patch.object(sync.notices, "send"))
            self.tell = stack.enter_context(mock.patch.object(sync.warnings, "tell"))
            self.warnings = stack.enter_context(mock.patch.object(sync.warnings, "warnings", return_value={}))
            for name in ("RUN", "LIB"):
                (self.root / name.lower()).mkdir()
            for module in (sync, status):
                stack.enter_context(mock.patch.object(module, "LIB", self.root / "lib"))
            stack.enter_context(mock.patch("shutil.chown"))
            for module in (sync, placing):
                stack.enter_context(mock.patch.object(module, "run", self.run_command))
                stack.enter_context(mock.patch.object(module, "succeeds", lambda *_: True))
            self.signs = stack.enter_context(mock.patch.object(placing.signer, "signs", return_value=False))
            stack.enter_context(mock.patch.object(sync.resolver, "keep"))
            self.ensure = stack.enter_context(mock.patch.object(sync.certificate, "ensure"))
            self.follow = stack.enter_context(mock.patch.object(sync.lease, "follow", return_value=True))
            stack.enter_context(mock.patch.object(sync.volume, "ask", return_value=""))
            stack.enter_context(mock.patch.object(sync.lease, "reassert"))
            stack.enter_context(mock.patch.object(trouble, "NOTED", self.root / "troubles.json"))
            save(self.root / "lib/lease.json", {"instance": "i-1"})
            self.ready = stack.enter_context(mock.patch.object(sync.ready, "check"))
            self.port25 = stack.enter_context(mock.patch.object(sync, "port25", state=lambda: "closed"))
            for module in (sync, placing, status):
                stack.enter_context(mock.patch.object(module, "log"))
            self.addCleanup(stack.pop_all().close)
        self.account = Account()

    def run_command(self, *command: str, stdin: str | None = None) -> str:
        self.commands.append(command)
        if self.refused and self.refused in command:
            raise Failed(f"{command[0]} refused", "")
        return f"$6$salt${len(stdin or '')}" if command[:2] == ("openssl", "passwd") else ""

    def once(self) -> str:
        return sync.once(MACHINE, self.account)  # type: ignore[arg-type]

    def files(self) -> dict[str, str]:
        paths = [sync.PASSWD, sync.ownership.SENDERS, placing.ALIASES, *placing.DKIM.iterdir()]
        return {path.name: path.read_text() for path in paths}

    def senders(self) -> object:
        return json.loads(sync.ownership.SENDERS.read_text())["senders"]

    def test_converges_and_says_so_once(self) -> None:
        self.assertEqual([self.once(), self.once()], ["converged", "converged"])
        self.assertEqual(self.senders(), {"app": ["@example.com"]})
        self.assertEqual(sorted(path.name for path in placing.DKIM.iterdir()), ["KeyTable", "SigningTable", "one.pem"])
        self.assertEqual([report["state"] for report in self.account.reports], ["converged"])
        self.assertEqual(self.account.reports[0]["usersVersion"], "v1")
        self.assertEqual(self.account.reports[0]["port25"], "closed")
        known = contract.declared("report")
        self.assertEqual([*self.account.reports[0]], known["fields"])
        self.assertEqual(self.account.reports[0]["version"], known["version"])
        self.assertEqual(self.account.signals, ["SUCCESS"])

    def test_a_validation_that_fails_keeps_the_old_and_a_later_good_one_converges(self) -> None:
        self.once()
        old = self.files()
        self.account.login, self.refused = "shop", "opendkim"
        self.assertEqual(self.once(), "failed")
        self.assertEqual(self.files(), old)
        self.assertEqual(self.account.reports[-1]["reason"], "opendkim refused")
        self.refused = ""
        self.assertEqual(self.once(), "converged")
        self.assertEqual(self.senders(), {"shop": ["@example.com"]})

    def test_a_service_that_does_not_come_up_gets_its_old_files_back(self) -> None:
        self.once()
        old = self.files()
        self.account.login, self.account.selector, self.refused = "shop", "two", "restart"
        self.assertEqual(self.once(), "failed")
        self.assertEqual(self.files(), old)

    def test_a_signer_that_takes_another_key_by_a_reload_is_not_restarted(self) -> None:
        self.once()
        self.signs.return_value = True
        self.account.selector, self.refused = "two", "restart"
        self.assertEqual(self.once(), "converged")
        self.signs.assert_called_once_with("postmaster@example.com", "example.com", "two")
        self.account.selector, self.refused, self.signs.return_value = "three", "", False
        self.assertEqual(self.once(), "converged")
        self.assertIn(("systemctl", "restart", "opendkim"), self.commands)

    def test_a_machine_that_does_not_serve_is_proven_but_says_so_to_cloudformation_alone(self) -> None:
        self.follow.return_value = False
        self.assertEqual([self.once(), self.once()], ["standby", "standby"])
        self.assertEqual((self.account.reports, self.account.signals), ([], ["SUCCESS"]))
        self.assertEqual((self.ready.call_count, self.port25.keep.call_count), (1, 0))
        self.follow.return_value = True
        self.assertEqual(self.once(), "converged")
        self.assertEqual((self.ready.call_count, self.port25.keep.call_count), (2, 1))
        self.assertEqual([report["state"] for report in self.account.reports], ["converged"])

    def test_only_the_certificate_is_missing(self) -> None:
        self.ensure.side_effect = Waiting("not delegated yet")
        self.assertEqual(self.once(), "waiting")
        self.assertEqual(self.account.reports[-1]["reason"], "not delegated yet")
        self.ensure.side_effect = None
        self.assertEqual(self.once(), "converged")

    def test_what_may_go_away_is_reported_only_when_it_lasts(self) -> None:
        self.ready.side_effect = NotYet("no answer")
        self.assertEqual(self.once(), "retrying")
        self.assertEqual(self.account.reports, [])
        with mock.patch.object(sync, "PATIENCE", -1):
            self.assertEqual(self.once(), "failed")
        self.assertEqual(self.account.reports[-1]["reason"], "no answer")
        self.assertEqual(self.account.signals, ["FAILURE"])

    def test_a_setup_that_failed_is_the_reason_whatever_else_goes_wrong_after_it(self) -> None:
        sync.save(sync.RUN / "boot.json", {"userData": "abc", "failed": "packages"})
        self.assertEqual(self.once(), "failed")
        self.ensure.side_effect = FileNotFoundError("master.cf")
        self.assertEqual(self.once(), "failed")
        self.assertEqual({report["reason"] for report in self.account.reports}, {"packages"})

    def test_what_may_come_is_in_the_report_and_told_and_breaks_nothing(self) -> None:
        self.warnings.return_value = {"volume": "nearly full", "certificate": "ends"}
        self.assertEqual([self.once(), self.once()], ["converged", "converged"])
        self.assertEqual([report["warning"] for report in self.account.reports], ["nearly full; ends"])
        self.tell.assert_called_with("example.com", self.warnings.return_value)
        self.ready.side_effect = NotYet("no answer")
        self.account.login, self.warnings.return_value = "shop", {"volume": "full"}
        self.assertEqual(self.once(), "retrying")
        self.assertEqual(
            [self.account.reports[-1][word] for word in ("state", "reason", "warning")], ["converged", "", "full"]
        )
        self.ready.side_effect = None
        self.warnings.side_effect = OSError("statvfs")
        self.assertEqual(self.once(), "converged")
        self.assertEqual(self.account.reports[-1]["warning"], "")

    def test_letters_are_slow_or_fail_after_the_report_is_out(self) -> None:
        self.warnings.return_value = {"volume": "nearly full"}
        known: list[int] = []
        self.tell.side_effect = lambda *_: known.append(len(self.account.reports))
        self.assertEqual(self.once(), "converged")
        self.assertEqual(known, [1])
        self.tell.side_effect = OSError("no room")
        self.assertEqual(self.once(), "converged")
        self.warnings.return_value = {"volume": "fuller"}
        with mock.patch.object(self.account, "put_parameter", side_effect=NotYet("no answer")):
            self.assertRaises(NotYet, self.once)
        self.assertEqual(self.tell.call_count, 3)

    def test_without_a_word_from_aws_the_certificate_is_looked_after(self) -> None:
        self.once()
        self.ensure.reset_mock()
        with mock.patch.object(self.account, "parameter", side_effect=NotYet("no answer")):
            self.assertEqual(self.once(), "retrying")
        self.ensure.assert_called_once()

    def test_broken_values_change_nothing_are_named_and_heal(self) -> None:
        self.once()
        old = self.files()
        good, secret = self.account.parameter, self.account.secret

        def settings(change):  # type: ignore[no-untyped-def]
            return lambda name: change(good(name)) if name == "/k/settings" else good(name)

        for parameter, kept, words in (
            (settings(lambda text: text[:40]), secret, "settings /k/settings are not what this machine understands"),
            (settings(lambda _: "[]"), secret, "settings /k/settings are not what this machine understands"),
            (settings(lambda text: text.replace('"users"', '"losers"')), secret, "settings.users is missing"),
            (good, lambda _: ("v2", "[]"), "secret k/users is no JSON object"),
            (good, lambda _: ("v2", PASSWORD), "secret k/users is no JSON object"),
        ):
            with (
                self.subTest(words),
                mock.patch.object(self.account, "parameter", parameter),
                mock.patch.object(self.account, "secret", kept),
            ):
                sync.save(sync.RUN / "fetched.json", {})  # it is time to look at the secret again
                self.assertEqual(self.once(), "failed")
                self.assertIn(words, self.account.reports[-1]["reason"])
                self.assertNotIn(PASSWORD, self.account.reports[-1]["reason"])
                self.assertEqual(self.files(), old)
            self.assertEqual(self.once(), "converged")

    def test_a_login_without_a_password_is_waited_for(self) -> None:
        self.once()
        self.account.login = "new"
        self.assertEqual(self.once(), "retrying")
        self.assertEqual(self.senders(), {"app": ["@example.com"]})

    def test_a_login_that_left_the_secret_but_not_the_settings_goes_on_with_what_was_put_aside(self) -> None:
        self.once()
        self.account.login = "gone"
        self.account.removed = {"gone": {"password": "of before", "at": "2026-11-28T06:00:00Z"}, "shop": 1}
        self.assertEqual(self.once(), "converged")
        self.assertEqual(list(self.senders()), ["gone"])
        self.assertEqual(self.account.reports[-1]["usersVersion"], "v1")
        for broken in ({"gone": "of before"}, ["gone"], {"gone": {}}):
            with self.subTest(broken):
                self.account.login, self.account.removed = "gone", broken
                (self.root / "run/fetched.json").unlink(missing_ok=True)
                self.assertEqual(self.once(), "retrying")

    def test_a_key_that_is_none_is_named(self) -> None:
        self.once()
        self.account.selector = "two"
        self.refused = "pkey"
        self.assertEqual(self.once(), "failed")
        self.assertEqual(
            self.account.reports[-1]["reason"], "DKIM key two: its parameter does not hold a private key"
        )

    def test_a_reason_is_one_line_and_no_secret(self) -> None:
        with mock.patch.object(self.account, "secret", lambda *_: ("v1", f'{{"app": "{PASSWORD}"')):
            self.assertEqual(self.once(), "failed")
        self.ensure.side_effect = Broken("two\nlines")
        self.once()
        reasons = [report["reason"] for report in self.account.reports]
        self.assertEqual(reasons[-1], "two lines")
        for reason in reasons:
            self.assertNotIn(PASSWORD, reason)
            self.assertNotIn("\n", reason)


class Commands(unittest.TestCase):
    def test_a_failure_names_the_command_and_its_last_words_but_not_its_input(self) -> None:
        with mock.patch("kitte.base.command.log"), self.assertRaises(Broken) as caught:
            real_run("sh", "-c", "echo first; echo last; read -r line; exit 3", "more", stdin=PASSWORD)
        self.assertIn("failed (3): first / last", str(caught.exception))
        self.assertNotIn(PASSWORD, str(caught.exception))
        self.assertNotIn("more", str(caught.exception))

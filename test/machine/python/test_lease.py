"""Who serves, and what is done about it. Commands, mounts and AWS are stand-ins."""

import contextlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import status, trouble
from kitte.base.shell import Broken, NotYet, load, save
from kitte.certificate import certificate
from kitte.lease import ec2, lease

MACHINE = {"names": {"lease": "/k/lease", "status": "/k/status", "stack": "s", "instance": "MailServer"}}
TERMS = {"instance": "i-1", "volume": "vol-1", "allocation": "eipalloc-1", "address": "203.0.113.10"}


class Account:
    instance = "i-1"

    def __init__(self) -> None:
        self.terms: dict[str, str] | None = dict(TERMS)
        self.address = ""
        self.metadata = self
        self.parameters: dict[str, str] = {}

    def parameter(self, name: str) -> str:
        if name != "/k/lease":
            if name not in self.parameters:
                raise NotYet("ParameterNotFound")
            return self.parameters[name]
        if self.terms is None:
            raise NotYet("ssm did not answer")
        return json.dumps(self.terms)

    def get(self, _path: str) -> str:
        if not self.address:
            raise NotYet("404")
        return self.address

    def put_parameter(self, name: str, value: str) -> None:
        self.parameters[name] = value

    def signal(self, *_: str) -> None:
        pass


class Lease(unittest.TestCase):
    def setUp(self) -> None:
        self.account, self.mounted, self.did = Account(), False, []  # type: ignore[var-annotated]
        self.laid_out = True
        self.attached = ("", "")
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for module, name in (
                *((lease, each) for each in ("HELD", "WAITED")),
                *((certificate, each) for each in ("SERVING", "FLUSHED")),
            ):
                stack.enter_context(mock.patch.object(module, name, root / name))
            stack.enter_context(mock.patch.object(lease, "KNOWN", root / "lease.json"))
            stack.enter_context(mock.patch.object(trouble, "NOTED", root / "troubles.json"))
            for module in (lease, status):
                stack.enter_context(mock.patch.object(module, "LIB", root))
                stack.enter_context(mock.patch.object(module, "log"))
            self.root = root
            for name in ("listen", "adopt"):
                stack.enter_context(mock.patch.object(certificate, name))
            for name, answer in (
                ("mounted", lambda: self.mounted),
                ("anything_mounted", lambda: self.mounted),
                ("ask", self.ask),
                ("laid_out", lambda: self.laid_out),
                ("mount", lambda _: self.note("mount", mounted=True)),
                ("unmount", lambda: self.note("unmount", mounted=False)),
            ):
                stack.enter_context(mock.patch.object(lease.volume, name, answer))
            stack.enter_context(mock.patch.object(lease, "run", lambda *words: self.note(" ".join(words[1:3]))))
            stack.enter_context(mock.patch.object(lease, "succeeds", lambda *_: True))
            stack.enter_context(mock.patch.object(ec2, "holder", lambda *_: self.attached))
            stack.enter_context(mock.patch.object(ec2, "attach", self.attach))
            stack.enter_context(mock.patch.object(ec2, "associate", lambda *_: self.note("associate")))
            stack.enter_context(
                mock.patch.object(ec2, "detach", lambda *_, force=False: self.note("force" if force else "detach"))
            )
            self.addCleanup(stack.pop_all().close)

    def ask(self, action: str, *_: str) -> str:
        """The unit that may touch devices."""
        if action == "lay_out":
            self.note("lay_out")
        return "/dev/x" if action == "prepare" and self.attached == ("i-1", "attached") else ""

    def note(self, what: str, mounted: bool | None = None) -> None:
        self.did.append(what)
        self.mounted = self.mounted if mounted is None else mounted

    def attach(self, *_: object) -> None:
        self.note("attach")
        self.attached = ("i-1", "attached")

    def follow(self) -> bool:
        return lease.follow(MACHINE, self.account)  # type: ignore[arg-type]

    def followed(self) -> bool:
        return lease.followed(MACHINE, self.account)  # type: ignore[arg-type]

    def test_the_named_one_takes_the_volume_and_then_the_address(self) -> None:
        self.assertFalse(self.followed())
        self.assertTrue(self.follow())
        self.assertEqual(self.did, ["stop postfix", "stop opendkim", "attach", "mount", "associate"])
        self.assertTrue(certificate.SERVING.exists())
        self.account.address = TERMS["address"]
        self.assertTrue(self.followed())
        self.did.clear()
        self.assertTrue(self.follow())
        self.assertEqual(self.did, [])

    def test_a_new_volume_gets_its_directories_before_the_sockets(self) -> None:
        self.laid_out = False
        self.follow()
        self.assertEqual(self.did[3:5], ["mount", "lay_out"])

    def test_one_that_is_not_named_has_nothing_to_do(self) -> None:
        for terms in ({**TERMS, "instance": "i-2"}, None):
            self.account.terms = terms
            self.assertTrue(self.followed())
            self.assertFalse(self.follow())
        self.assertEqual(self.did, [])

    def test_one_that_is_no_longer_named_lets_go(self) -> None:
        self.follow()
        self.account.address = TERMS["address"]
        self.did.clear()
        self.account.terms = {**TERMS, "instance": "i-2"}
        self.assertFalse(self.followed())
        self.assertFalse(self.follow())
        self.assertEqual(self.did, ["stop postfix", "stop opendkim", "unmount", "detach"])
        self.assertFalse(certificate.SERVING.exists())
        self.assertTrue(self.followed())

    def test_without_an_answer_it_goes_on_as_before_but_takes_no_address(self) -> None:
        self.follow()
        self.account.terms, self.account.address = None, TERMS["address"]
        self.assertTrue(self.follow())
        self.account.address = "198.51.100.1"
        self.did.clear()
        self.assertFalse(self.follow())
        self.assertFalse(certificate.SERVING.exists())
        self.assertNotIn("associate", self.did)

    def test_a_lease_that_cannot_be_read_changes_nothing_and_is_said(self) -> None:
        self.follow()
        self.account.address = TERMS["address"]
        for text in ("{", "[]", '{"instance": "i-9"}'):
            self.did.clear()
            with (
                self.subTest(text),
                mock.patch.object(self.account, "parameter", lambda _, text=text: text),
                self.assertRaisesRegex(Broken, "the lease /k/lease does not name instance, volume"),
            ):
                self.follow()
            self.assertEqual(self.did, [])
            self.assertTrue(certificate.SERVING.exists())

    def test_a_holder_has_time_is_then_asked_and_then_made_to_let_go(self) -> None:
        self.attached = ("i-0", "attached")
        patience = mock.patch.object(lease, "PATIENCE", -1)
        self.addCleanup(patience.stop)
        patience.start()
        for seconds, wanted in ((0, []), (lease.ASK + 1, ["detach"]), (lease.FORCE + 1, ["force"]), (99, [])):
            self.did.clear()
            if load(lease.WAITED):
                save(lease.WAITED, {**load(lease.WAITED), "since": lease.time.monotonic() - seconds})
            with self.assertRaisesRegex(NotYet, "still attached at i-0"):
                self.follow()
            self.assertEqual(self.did, ["stop postfix", "stop opendkim", *wanted])

    def test_a_machine_that_was_not_named_speaks_only_when_it_fails_at_birth(self) -> None:
        account: object = self.account
        status.tell(MACHINE, account, {"state": "failed", "reason": "no"})  # type: ignore[arg-type]
        self.assertIn("no", self.account.parameters.pop("/k/status"))
        for state in ("standby", "failed"):
            status.tell(MACHINE, account, {"state": state})  # type: ignore[arg-type]
        self.assertEqual(self.account.parameters, {})
        save(self.root / "lease.json", TERMS)
        status.tell(MACHINE, account, {"state": "converged"})  # type: ignore[arg-type]
        self.assertIn("converged", self.account.parameters["/k/status"])

    def test_the_named_one_says_it_again_when_another_spoke_last_but_revives_no_deleted_report(self) -> None:
        account: object = self.account
        save(self.root / "lease.json", TERMS)
        status.tell(MACHINE, account, {"state": "converged"})  # type: ignore[arg-type]
        self.account.parameters["/k/status"] = '{"state": "failed"}'
        lease.reassert(MACHINE, account)  # type: ignore[arg-type]
        self.assertIn("converged", self.account.parameters["/k/status"])
        self.account.parameters.clear()
        lease.reassert(MACHINE, account)  # type: ignore[arg-type]
        self.assertEqual(self.account.parameters, {})

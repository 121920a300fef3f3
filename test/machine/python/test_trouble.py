"""What fails beside the point is noted and said, and stops nothing. A growing file system is a real one."""

import contextlib
import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import manifest, status, trouble
from kitte.base.command import Failed
from kitte.base.shell import Broken, NotYet
from kitte.certificate import certificate
from kitte.lease import lease
from kitte.limits import notices
from kitte.settings import document
from kitte.setup import setup
from kitte.sync import sync
from kitte.volume import disk, volume
from kitte.warnings import warnings

REFUSED = Failed("resize2fs /dev/x failed (1): resize2fs: Operation not permitted", "", 1)


class Trouble(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(trouble, "NOTED", self.root / "troubles.json"))
            self.said: list[str] = []
            for module in (trouble, disk, lease, notices, warnings):
                stack.enter_context(mock.patch.object(module, "log", self.said.append))
            stack.enter_context(mock.patch("shutil.chown"))
            stack.enter_context(mock.patch("kitte.base.command.log"))
            self.addCleanup(stack.pop_all().close)

    def test_it_is_said_once_for_as_long_as_it_lasts_and_forgotten_when_it_is_well(self) -> None:
        for _ in range(3):
            with trouble.beside("resolver"):
                raise Broken("read-only")
        self.assertEqual(trouble.warnings(), {"resolver": "resolver: read-only; mail goes on"})
        with trouble.beside("resolver"):
            pass
        self.assertEqual(trouble.warnings(), {})
        self.assertEqual(self.said, ["resolver: read-only", "resolver: well again"])

    def test_of_what_nobody_foresaw_the_kind_is_named_and_two_matters_are_two(self) -> None:
        for kind, error in (("one", ValueError("odd")), ("two", NotYet("later"))):
            with trouble.beside(kind):
                raise error
        said = ["one: ValueError: odd; mail goes on", "two: later; mail goes on"]
        self.assertEqual([*trouble.warnings().values()], said)

    def test_where_it_cannot_even_be_noted_it_goes_on(self) -> None:
        with mock.patch.object(trouble, "save", side_effect=OSError("no room")), trouble.beside("resolver"):
            raise Broken("read-only")
        self.assertEqual(self.said, ["resolver: read-only"])

    def test_it_is_among_the_warnings_and_what_cannot_be_looked_at_hides_no_other(self) -> None:
        trouble.note(volume.GROWTH, "small")
        with (
            mock.patch.object(certificate, "SERVING", self.root),
            mock.patch.object(warnings, "certificate_ends", side_effect=OSError("gone")),
            mock.patch.object(warnings, "volume_full", return_value="full"),
            mock.patch.object(warnings.updates, "warning", return_value=""),
        ):
            found = warnings.warnings({})
        self.assertEqual(found, {"volume": "full", volume.GROWTH: f"{volume.GROWTH}: small; mail goes on"})

    def test_a_file_system_grows_with_its_volume(self) -> None:
        image = self.root / "image"
        image.write_bytes(b"")
        for size in (8 << 20, 16 << 20):
            with open(image, "r+b") as file:
                file.truncate(size)
            if size == 8 << 20:
                subprocess.run(["mkfs.ext4", "-q", image], check=True, capture_output=True)  # noqa: S603, S607
        with mock.patch.object(disk, "DEVICE", image):
            self.assertEqual(disk.grow(), "")
        told = subprocess.run(["dumpe2fs", "-h", image], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
        facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
        self.assertEqual(int(facts["Block count"]) * int(facts["Block size"]), 16 << 20)

    def test_one_that_cannot_grow_is_filled_and_served_all_the_same(self) -> None:
        places = {self.root / "queue": self.root / "volume/postfix"}
        with (
            mock.patch.object(disk, "run", side_effect=REFUSED),
            mock.patch.object(disk, "PLACES", places),
            mock.patch.object(disk, "is_mount", return_value=True),
            mock.patch.object(disk.spool, "adopt") as adopt,
        ):
            said = json.loads(disk.fill())
        adopt.assert_called_once()
        self.assertRegex(said[volume.GROWTH], "could not be grown .* the old size goes on: resize2fs .* not permitted$")

    def test_mail_that_cannot_move_to_the_volume_keeps_nobody_from_serving(self) -> None:
        queue, mail = self.root / "queue", self.root / "mail"
        places = {queue: self.root / "volume/postfix", mail: self.root / "volume/mail"}
        for path in (queue, mail, self.root / "volume"):
            path.mkdir()
        moved: list[Path] = []
        with (
            mock.patch.multiple(disk, PLACES=places, QUEUE=queue, MAIL=mail, run=mock.Mock()),
            mock.patch.object(disk, "is_mount", return_value=False),
            mock.patch.object(disk.spool, "adopt"),
            mock.patch.object(disk.spool, "same_access"),
            mock.patch.object(disk.spool, "move_queue", side_effect=OSError(28, "No space left on device")),
            mock.patch.object(disk.spool, "move_mailboxes", lambda source, _: moved.append(source)),
        ):
            said = json.loads(disk.fill())
        self.assertEqual(moved, [mail])
        self.assertRegex(said[f"what lies below {queue} on the root disk"], "not moved .* No space left")
        self.assertEqual(said[f"what lies below {mail} on the root disk"], "")

    def test_neither_a_refusal_nor_a_unit_that_does_not_start_stops_a_sync(self) -> None:
        for answer in (mock.Mock(return_value="too small"), mock.Mock(side_effect=NotYet("too small"))):
            with self.subTest(answer), mock.patch.object(volume, "ask", answer):
                volume.grow()
                self.assertIn("too small", trouble.warnings()[volume.GROWTH])
        with mock.patch.object(volume, "ask", return_value=""):
            volume.grow()
        self.assertEqual(trouble.warnings(), {})

    def test_the_last_machines_certificate_is_left_whole_or_not_at_all(self) -> None:
        kept, here = self.root / "kept", self.root / "letsencrypt"
        (kept / "live/kitte").mkdir(parents=True)
        (here / "accounts").mkdir(parents=True)
        (kept / "certificate.json").write_text('{"directory": "acme"}')
        with (
            mock.patch.multiple(certificate, KEPT=kept, LETSENCRYPT=here, unfit=lambda *_: ""),
            mock.patch.object(certificate.shutil, "copytree", side_effect=OSError("Input/output error")),
            self.assertRaises(OSError),
        ):
            certificate.adopt({"directoryUrl": "acme"})
        self.assertEqual([*here.iterdir()], [])

    def test_a_copy_that_does_not_fit_on_the_volume_is_no_failure_of_the_certificate(self) -> None:
        with (
            mock.patch.multiple(certificate, SERVING=self.root, unused=lambda: False),
            mock.patch.multiple(certificate, serves=lambda _: True, wanted=lambda _: True, complete=lambda _: True),
            mock.patch.object(certificate, "listen") as listen,
            mock.patch.object(certificate, "keep", side_effect=OSError(28, "No space left on device")),
        ):
            certificate.ensure({})
        listen.assert_called_once()
        self.assertIn("No space left", trouble.warnings()[certificate.COPY])

    def test_a_notice_of_any_shape_is_only_left_lying(self) -> None:
        for name, text in (("1", "[]"), ("2", "[" * 4000), ("3", '"words"'), ("4", "\udcff")):
            (self.root / f"{name}.json").write_bytes(text.encode(errors="surrogateescape"))
        with mock.patch.object(notices, "NOTICES", self.root):
            notices.send("example.com")
        self.assertEqual(len([line for line in self.said if "is not sent" in line]), 4)

    def test_what_a_boot_began_by_an_earlier_versions_unit_is_begun_anew(self) -> None:
        said: list[tuple[str, ...]] = []
        with mock.patch.object(setup, "succeeds", lambda *words: said.append(words)):
            setup.stop_of_before([f"{setup.UNITS}/kitte-guard.socket", f"{setup.UNITS}/kitte-agent.service"])
            setup.stop_of_before(["/etc/kitte/metadata.nft"])
            setup.stop_of_before([f"{setup.UNITS}/kitte-agent.service"])
        socket = ("systemctl", "stop", "kitte-guard.socket", "kitte-guard.service", "kitte-clerk.service")
        self.assertEqual(said, [socket, ("systemctl", "stop", "kitte-metadata.service")])

    def test_a_setup_whose_report_is_not_heard_leaves_the_timers_running(self) -> None:
        began: list[str] = []
        aws = mock.Mock()
        aws.metadata.get.return_value = "user-data"
        with (
            mock.patch.multiple(setup, LIB=self.root, RUN=self.root, log=self.said.append, prepare=mock.Mock()),
            mock.patch.object(setup, "patiently", return_value=aws),
            mock.patch.object(setup, "until_settled", side_effect=NotYet("ssm did not answer")),
            mock.patch.object(setup, "succeeds", lambda *words: began.append(words[-1])),
        ):
            self.assertEqual(setup.main({}), 1)
        self.assertEqual(began, manifest.units(starts="last"))
        self.assertLess({"certbot.timer", "kitte-sync.timer"}, set(began))


class FirstWord(unittest.TestCase):
    """A deploy waits for a word that names its settings: the machine has it also when it fails before it reads them."""

    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for module, names in ((sync, ("RUN", "LIB")), (status, ("LIB",)), (trouble, ("NOTED",))):
                for name in names:
                    stack.enter_context(mock.patch.object(module, name, root / name.lower()))
            for name in ("run", "lib"):
                (root / name).mkdir()
            for module in (sync, status, trouble):
                stack.enter_context(mock.patch.object(module, "log"))
            stack.enter_context(mock.patch("shutil.chown"))
            stack.enter_context(mock.patch.object(sync.port25, "state", return_value=""))
            stack.enter_context(mock.patch.object(sync.warnings, "warnings", return_value={}))
            self.lease = stack.enter_context(mock.patch.object(sync.lease, "follow"))
            self.addCleanup(stack.pop_all().close)
        names = {"settings": "/k/settings", "status": "/k/status", "stack": "s", "instance": "MailServer"}
        self.machine = {"names": names}
        self.aws = mock.Mock(instance="i-1")

    def told(self) -> dict[str, str]:
        sync.once(self.machine, self.aws)
        return json.loads(self.aws.put_parameter.call_args[0][1])

    def test_one_that_cannot_take_the_volume_names_the_settings_it_is_to_have(self) -> None:
        self.lease.side_effect = Broken("volume /dev/x holds xfs, not ext4 kitte-queue")
        self.aws.parameter.return_value = "{}"
        told = self.told()
        self.assertEqual((told["state"], told["settings"]), ("failed", document.digest_of("{}")))

    def test_one_that_hears_nothing_of_them_fails_for_the_first_reason(self) -> None:
        self.lease.side_effect = Broken("volume /dev/x holds xfs, not ext4 kitte-queue")
        self.aws.parameter.side_effect = NotYet("ssm did not answer")
        told = self.told()
        self.assertEqual((told["settings"], told["reason"][:6]), ("", "volume"))

    def test_a_setup_that_failed_is_said_at_once_whatever_may_still_come_right(self) -> None:
        sync.save(sync.RUN / "boot.json", {"userData": "u", "failed": "postfix check failed"})
        self.lease.side_effect = NotYet("volume vol-1 is still attached")
        self.aws.parameter.return_value = "{}"
        self.assertEqual(self.told()["reason"], "postfix check failed")


if __name__ == "__main__":
    unittest.main()

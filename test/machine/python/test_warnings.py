"""What is said before it goes wrong: on certificates that openssl makes, and letters to a stand-in for sendmail."""

import contextlib
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import trouble
from kitte.base.shell import Broken
from kitte.certificate import certificate
from kitte.limits import notices
from kitte.warnings import warnings

MACHINE = {"hostName": "mail.example.com", "directoryUrl": "https://acme.test/directory"}


def issue(folder: Path, days: int, name: str = "mail.example.com") -> None:
    """As certbot lays them out: a key, and a certificate for it."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(  # noqa: S603
        [  # noqa: S607
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-subj", "/CN=kitte", "-addext", f"subjectAltName=DNS:{name}", "-days", str(days)),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


class Outlook(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self.live, self.chain = self.root / "live", self.root / "chain.pem"
            for place, name, value in (
                (certificate, "CHAIN", self.chain),
                (certificate, "LIVE", self.live),
                (certificate, "SERVING", self.root / "serving"),
                (warnings, "LIB", self.root),
                (warnings, "TOLD", self.root / "warned.json"),
                (warnings, "CERTBOT_LOG", self.root / "letsencrypt.log"),
                (warnings.volume, "VOLUME", self.root),
                (trouble, "NOTED", self.root / "troubles.json"),
                (notices, "hand_in", self.hand_in),
                (warnings, "log", lambda _: None),
                (certificate, "log", lambda _: None),
                (warnings, "succeeds", lambda *_: self.trusted),
            ):
                stack.enter_context(mock.patch.object(place, name, value))
            stack.enter_context(mock.patch("kitte.base.command.log"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)
        self.letters: list[str] = []
        self.fails, self.trusted = False, True
        certificate.SERVING.touch()
        issue(self.live, 90)
        certificate.install()

    def hand_in(self, _sender: str, _recipient: str, letter: str) -> None:
        if self.fails:
            raise Broken("no space left")
        self.letters.append(letter)

    def after(self, days: float) -> dict[str, str]:
        with mock.patch.object(warnings.time, "time", return_value=warnings.time.time() + days * 86400):
            return warnings.warnings(MACHINE)

    def test_all_is_well_for_as_long_as_certbot_may_still_renew(self) -> None:
        self.assertEqual(self.after(0), {})
        self.assertEqual(self.after(66), {})

    def test_of_a_shorter_life_it_is_the_same_part_and_of_a_very_short_one_more(self) -> None:
        for life, well, late in ((90, 67, 68), (64, 47, 49), (45, 33, 34), (6, 3.7, 3.8)):
            with self.subTest(life=life):
                issue(self.live, life)
                certificate.install()
                self.assertEqual(self.after(well), {})
                self.assertIn("certificate", self.after(late))

    def test_a_renewal_that_fails_is_said_weeks_before_the_end_with_its_reason(self) -> None:
        words = self.after(68)["certificate"]
        self.assertRegex(words, r"^certificate of mail.example.com: it ends at \S+ \S+ UTC and is not renewed$")
        warnings.CERTBOT_LOG.write_text("y:Failed to renew certificate kitte with error: no route to host\nmore\n")
        self.assertIn("and is not renewed: no route to host", self.after(68)["certificate"])

    def test_a_new_one_that_does_not_fit_leaves_the_old_one_and_is_said(self) -> None:
        old = self.chain.read_text()
        other = (self.live / "privkey.pem").read_text()
        for words, spoil in (
            ("it is of another key", lambda: (self.live / "privkey.pem").write_text(other)),
            ("it is over, or not for mail.example.com", lambda: issue(self.live, 90, "mail.example.org")),
            ("it cannot be read", lambda: (self.live / "fullchain.pem").write_text("-----BEGIN CERT")),
            ("its key cannot be read", lambda: (self.live / "privkey.pem").write_text("-----BEGIN")),
        ):
            with self.subTest(words):
                issue(self.live, 90)
                spoil()
                self.assertEqual(certificate.deployed(MACHINE), 1)
                self.assertEqual(self.chain.read_text(), old)
                self.assertEqual(
                    self.after(0), {"certificate": f"certificate of mail.example.com: the new one is not used: {words}"}
                )
        certificate.SERVING.unlink()  # it has no volume to keep one on
        issue(self.live, 90)
        self.assertEqual(certificate.deployed(MACHINE), 0)
        self.assertNotEqual(self.chain.read_text(), old)

    def test_an_authority_that_no_client_knows_is_said(self) -> None:
        self.trusted = False
        words = "certificate of mail.example.com: no client trusts its authority unless it was told to"
        self.assertEqual(self.after(0), {"certificate": words})

    def test_a_volume_without_space_or_inodes_is_said_while_there_is_some(self) -> None:
        for free, inodes, words in ((11, 11, None), (9, 11, "space"), (11, 9, "inodes")):
            facts = mock.Mock(f_bavail=free, f_blocks=100, f_favail=inodes, f_files=100)
            with self.subTest(words), mock.patch.object(warnings.os, "statvfs", return_value=facts):
                self.assertEqual("volume" in self.after(0), words is not None)
                self.assertIn(words or "", self.after(0).get("volume", ""))

    def test_a_machine_that_does_not_serve_has_nothing_to_warn_of(self) -> None:
        certificate.SERVING.unlink()
        self.assertEqual(self.after(80), {})

    def test_one_letter_for_a_matter_until_a_week_is_over_and_none_is_forgotten(self) -> None:
        current = {"volume": "queue volume: under 10%"}
        self.fails = True
        warnings.tell("example.com", current)
        self.assertEqual(self.letters, [])
        self.fails = False
        for _ in range(2):
            warnings.tell("example.com", current)
        warnings.tell("example.com", {})  # it flaps
        warnings.tell("example.com", current)
        self.assertEqual(len(self.letters), 1)
        self.assertIn("Subject: Kitte: volume\n\nqueue volume: under 10%\n", self.letters[0])
        with mock.patch.object(warnings.time, "time", return_value=warnings.time.time() + warnings.AGAIN + 1):
            warnings.tell("example.com", current)
        self.assertEqual(len(self.letters), 2)


if __name__ == "__main__":
    unittest.main()

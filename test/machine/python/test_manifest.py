"""Who is asked, stopped, started and restarted is said by the services' own descriptions."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import manifest
from kitte.base.shell import Broken
from kitte.setup import setup

DAEMONS = {
    "one": {"onChange": "restart", "validate": "test_manifest:fits"},
    "two": {"onChange": "restart", "validate": "test_manifest:fits", "needs": "/nowhere"},
    "three": {"onChange": "reload", "validate": "test_manifest:fits", "check": ["three", "check"]},
}
validated: list[Path] = []


def fits(etc: Path) -> None:
    validated.append(etc)


class Manifest(unittest.TestCase):
    def test_daemons_stand_behind_what_they_ask(self) -> None:
        found = manifest.daemons()
        self.assertLess(found.index("unbound"), found.index("dovecot"))
        self.assertEqual(found[-1], "postfix")
        self.assertEqual(manifest.daemons(onVolume=True, stopsLast=True), ["opendkim"])

    def test_what_mail_is_shown_to_is_known_by_its_socket(self) -> None:
        self.assertLessEqual({"kitte-guard.service", "kitte-clerk.service"}, set(manifest.asked()))
        early = manifest.units(starts="early")
        self.assertEqual(early[0], "kitte-metadata.service")  # before anybody speaks to the network
        self.assertLessEqual({each.replace(".service", ".socket") for each in manifest.asked()}, set(early))

    def test_every_command_and_every_validation_is_there(self) -> None:
        known = manifest.read()
        for place in (*known["commands"].values(), *(each["validate"] for each in known["daemons"].values())):
            self.assertTrue(callable(manifest.function(place)), place)


class InForce(unittest.TestCase):
    """Of three daemons: one restarts, one lacks what it needs, one looks at its files and reloads."""

    def setUp(self) -> None:
        root = self.enterContext(tempfile.TemporaryDirectory())
        self.etc = Path(root) / "etc"
        self.staged = Path(root) / "files"
        self.did: list[str] = []
        self.refused = ""
        files = {f"{self.etc}/{name}": {"daemon": name} for name in DAEMONS}
        for path in files:
            place = self.staged / path.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("new")
        self.enterContext(mock.patch.object(manifest, "read", lambda: {"daemons": DAEMONS, "files": files}))
        self.enterContext(mock.patch.multiple(setup, STAGE=self.staged, run=self.ran, succeeds=self.succeeds))
        self.enterContext(mock.patch.object(setup.sync, "main_cf", lambda *_: "main"))
        self.enterContext(mock.patch.object(setup.maps, "render", lambda _: {}))
        places = {"MAIN": self.etc / "three", "MAPS": self.etc}
        places |= dict.fromkeys(("ALIASES", "REPLIES", "REPLIES_TO"), self.etc / "map")
        self.enterContext(mock.patch.multiple(setup.placing, **places))
        self.enterContext(mock.patch.object(setup, "log"))
        self.enterContext(mock.patch("shutil.chown"))
        validated.clear()

    def ran(self, *words: str) -> None:
        self.did.append(" ".join(words))
        if words[-1] == self.refused:
            raise Broken("refused")

    def succeeds(self, *words: str) -> bool:
        self.did.append(" ".join(words))
        return True

    def test_each_daemon_hears_of_its_own_files(self) -> None:
        setup.put_files({})
        reloaded = ["systemctl is-active --quiet three", "three check", "systemctl reload three"]
        self.assertEqual(self.did, ["systemctl restart one", *reloaded])
        self.assertEqual(validated, [self.staged / "etc"] * 3)
        self.assertEqual((self.etc / "two").read_text(), "new")
        self.did.clear()
        setup.put_files({})
        self.assertEqual(self.did, [])
        (self.etc / "one").write_text("another")
        setup.put_files({})
        self.assertEqual(self.did, ["systemctl restart one"])

    def test_where_one_refuses_all_have_their_old_files_and_know_it(self) -> None:
        self.etc.mkdir()
        (self.etc / "one").write_text("old")
        self.refused = "one"
        with self.assertRaises(Broken):
            setup.put_files({})
        self.assertEqual((self.etc / "one").read_text(), "old")
        self.assertFalse((self.etc / "two").exists())
        self.assertEqual(self.did[-3:], ["systemctl restart one", "systemctl restart two", "systemctl reload three"])


if __name__ == "__main__":
    unittest.main()

"""The places are mounted in their order, by systemd, and what lies below them has moved before."""

import contextlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import Broken, NotYet
from kitte.volume import volume

ROOMS = Path(__file__).parents[3] / "assets/machine"


class Volume(unittest.TestCase):
    def setUp(self) -> None:
        self.mounts: list[Path] = []
        self.did: list[str] = []
        self.refused = ""
        with contextlib.ExitStack() as stack:
            self.root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(volume, "DEVICE", self.root / "device"))
            stack.enter_context(mock.patch.object(volume.trouble, "NOTED", self.root / "troubles.json"))
            stack.enter_context(mock.patch.object(volume, "is_mount", lambda place: place in self.mounts))
            stack.enter_context(mock.patch.object(volume, "ask", self.did.append))
            stack.enter_context(mock.patch.object(volume, "succeeds", self.systemctl))
            stack.enter_context(mock.patch.object(volume, "run", lambda *_: "Mounting...\nwrong fs type\n"))
            stack.enter_context(mock.patch.object(volume.time, "sleep"))
            self.settled = stack.enter_context(mock.patch.object(volume.spool, "settled", return_value=False))
            self.addCleanup(stack.pop_all().close)

    def systemctl(self, _: str, verb: str, unit: str) -> bool:
        if unit == self.refused:
            return False
        self.did.append(f"{verb} {unit}")
        (place,) = (each for each in (volume.VOLUME, *volume.PLACES) if volume.unit_of(each) == unit)
        if verb == "start":
            self.mounts.append(place)
        else:
            self.mounts.remove(place)
        return True

    def test_the_queue_moves_before_its_place_is_covered(self) -> None:
        volume.mount("/dev/nvme1n1")
        starts = ("var-lib-kitte-volume", "fill", "var-spool-postfix", "var-mail")
        self.assertEqual(self.did, [f"start {name}.mount" if "var" in name else name for name in starts])
        self.assertEqual(volume.DEVICE.readlink(), Path("/dev/nvme1n1"))
        self.assertTrue(volume.mounted())

    def test_one_with_nothing_to_fill_in_is_mounted_at_once(self) -> None:
        self.settled.return_value = True
        volume.mount("/dev/nvme1n1")
        self.assertNotIn("fill", self.did)
        self.assertTrue(volume.mounted())

    def test_what_was_cut_short_goes_on_with_the_device_of_now(self) -> None:
        volume.DEVICE.symlink_to("/dev/nvme2n1")
        self.mounts.append(volume.VOLUME)
        volume.mount("/dev/nvme1n1")
        self.assertNotIn("start var-lib-kitte-volume.mount", self.did)
        self.assertEqual(volume.DEVICE.readlink(), Path("/dev/nvme1n1"))

    def test_one_that_does_not_mount_is_named_with_the_reason(self) -> None:
        self.refused = "var-spool-postfix.mount"
        with self.assertRaisesRegex(Broken, "/var/spool/postfix cannot be mounted: Mounting... / wrong fs type$"):
            volume.mount("/dev/nvme1n1")
        self.assertNotIn("start var-mail.mount", self.did)

    def test_it_is_let_go_from_the_inside_out(self) -> None:
        volume.mount("/dev/nvme1n1")
        self.did.clear()
        volume.unmount()
        places = ("var-spool-postfix", "var-mail", "var-lib-kitte-volume")
        self.assertEqual(self.did, [f"stop {name}.mount" for name in places])
        self.assertFalse(volume.anything_mounted())
        volume.unmount()

    def test_one_in_use_is_waited_for_and_then_named(self) -> None:
        volume.mount("/dev/nvme1n1")
        self.refused = "var-mail.mount"
        clock = mock.patch.object(volume.time, "monotonic", side_effect=[0, 0, 5, 11])
        with clock, self.assertRaisesRegex(NotYet, "/var/mail is in use"):
            volume.unmount()
        self.assertTrue(volume.anything_mounted())

    def test_the_units_mount_these_places(self) -> None:
        for place, what in ((volume.VOLUME, "/run/kitte/volume-device"), *volume.PLACES.items()):
            text = (ROOMS / "volume" / volume.unit_of(place)).read_text()
            self.assertIn(f"\nWhat={what}\nWhere={place}\n", text)

"""When port 25 is tried, what is made of the answer, and that a change is told at once. The network is a stand-in."""

import contextlib
import socket
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.shell import load, save
from kitte.port25 import port25

MACHINE = {"names": {"farEnd": "mx.example.net"}}
FOUND = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 25))]


class Port25(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(port25, "FOUND", root / "port25.json"))
            stack.enter_context(mock.patch.object(port25, "NUDGE", root / "nudge"))
            stack.enter_context(mock.patch.object(port25, "log"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.started = stack.enter_context(mock.patch.object(port25, "succeeds"))
            self.resolve = stack.enter_context(mock.patch("socket.getaddrinfo", return_value=FOUND))
            self.connect = stack.enter_context(mock.patch("socket.create_connection"))
            self.addCleanup(stack.pop_all().close)

    def due(self, state: str, minutes: float) -> bool:
        self.started.reset_mock()
        save(port25.FOUND, {"state": state, "at": time.time() - minutes * 60})
        port25.keep()
        return self.started.called

    def test_what_answers_is_open_and_what_says_nothing_is_closed(self) -> None:
        self.assertEqual(port25.attempt("mx.example.net"), "open")
        self.connect.assert_called_with(("192.0.2.1", 25), 10)
        for error, word in ((TimeoutError(), "closed"), (ConnectionRefusedError(), "refused")):
            self.connect.side_effect = error
            self.assertEqual(port25.attempt("mx.example.net"), word)
        self.resolve.side_effect = socket.gaierror()
        self.assertEqual(port25.attempt("mx.example.net"), "unresolved")

    def test_a_boot_tries_at_once_without_being_waited_for(self) -> None:
        port25.keep()
        self.started.assert_called_once_with("systemctl", "start", "--no-block", "kitte-port25")

    def test_open_is_tried_again_after_a_day_and_anything_else_after_an_hour(self) -> None:
        self.assertEqual([self.due("open", 61), self.due("open", 1439), self.due("open", 1441)], [False, False, True])
        for state in ("closed", "refused", "unresolved"):
            self.assertEqual([self.due(state, 59), self.due(state, 61)], [False, True])

    def test_a_clock_that_was_put_back_does_not_stop_it(self) -> None:
        self.assertTrue(self.due("closed", -1000))

    def test_a_change_wakes_a_sync_and_the_same_again_does_not(self) -> None:
        self.assertEqual(port25.state(), "")
        port25.main(MACHINE)
        self.assertEqual((port25.state(), port25.NUDGE.exists()), ("open", True))
        port25.NUDGE.unlink()
        port25.main(MACHINE)
        self.assertFalse(port25.NUDGE.exists())
        self.connect.side_effect = TimeoutError()
        port25.main(MACHINE)
        self.assertEqual((port25.state(), port25.NUDGE.exists()), ("closed", True))
        self.assertAlmostEqual(load(port25.FOUND)["at"], time.time(), delta=5)


if __name__ == "__main__":
    unittest.main()

"""Who is slowed, who is shut out, and who is not; over the HTTP that Dovecot speaks, and with a clock that is set."""

import http.client
import json
import socket
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from kitte.limits import limits, logins, policy_server

STRANGER, OFFICE = "198.51.100.66", "192.0.2.7"


class Logins(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path, self.now, self.said = Path(folder.name) / "counts.sqlite", 1e9, []  # type: ignore[var-annotated]
        silence = mock.patch.object(logins, "log", self.said.append)
        silence.start()
        self.addCleanup(silence.stop)
        self.open()

    def open(self) -> None:
        self.counts = limits.open_counts(self.path)
        self.addCleanup(self.counts.close)
        self.logins = logins.Logins(self.counts, lambda: self.now)

    def fail(self, count: int, login: str = "app", address: str = STRANGER, first: int = 0) -> None:  # type: ignore[override]
        for number in range(first, first + count):
            self.logins.report(login, f"{number:04x}", address, False)

    def test_wrong_passwords_slow_the_answer_and_then_shut_out(self) -> None:
        waits = []
        for number in range(10):
            waits.append(self.logins.allow("app", STRANGER)[0])
            self.fail(1, first=number)
        self.assertEqual(waits, [0, 0, 0, 1, 2, 3, 4, 5, 6, 6])
        status, words = self.logins.allow("app", STRANGER)
        self.assertEqual(status, -1)
        self.assertEqual(words, f"10 failed logins from {STRANGER} in 10 minutes; try again in 10 min")
        self.assertEqual(self.said, [f"kitte: shut out {STRANGER} for 10 minutes: 10 failed logins, last as 'app'"])

    def test_many_logins_from_one_address_count_together_known_or_not(self) -> None:
        for number in range(10):
            self.fail(1, f"name{number}")
        self.assertEqual(self.logins.allow("app", STRANGER)[0], -1)
        self.assertEqual(self.logins.allow("app", OFFICE)[0], 0)

    def test_not_for_ever_and_trying_on_does_not_prolong_it(self) -> None:
        self.fail(10)
        self.now += 599
        self.assertEqual(self.logins.allow("app", STRANGER)[0], -1)
        self.now += 2
        self.assertEqual(self.logins.allow("app", STRANGER)[0], 0)

    def test_a_program_with_an_old_password_counts_once(self) -> None:
        for _ in range(1000):
            self.logins.report("app", "0abc", OFFICE, False)
        self.assertEqual(self.logins.allow("shop", OFFICE)[0], 0)

    def test_who_logged_in_there_before_stays_in_while_a_neighbour_guesses(self) -> None:
        self.logins.report("app", "1", OFFICE, True)
        self.fail(10, "shop", OFFICE)
        self.assertEqual(self.logins.allow("App", OFFICE)[0], 0)
        self.assertEqual(self.logins.allow("shop", OFFICE)[0], -1)
        self.fail(10, "app", OFFICE)
        self.assertEqual(self.logins.allow("app", OFFICE)[0], -1)

    def test_a_guess_that_succeeds_does_not_open_the_address_for_more(self) -> None:
        self.fail(9, "app")
        self.logins.report("mine", "1", STRANGER, True)
        self.fail(1, "app", first=9)
        self.assertEqual(self.logins.allow("app", STRANGER)[0], -1)

    def test_a_restart_remembers_who_logged_in_where_for_a_month(self) -> None:
        self.logins.report("app", "1", OFFICE, True)
        self.open()
        self.fail(10, "shop", OFFICE)
        self.assertEqual(self.logins.allow("app", OFFICE)[0], 0)
        self.now += 31 * 86400
        self.fail(10, "shop", OFFICE)
        self.assertEqual(self.logins.allow("app", OFFICE)[0], -1)

    def test_memory_has_an_end(self) -> None:
        with mock.patch.object(logins, "MOST", 50):
            for number in range(500):
                self.fail(1, address=f"10.0.{number // 256}.{number % 256}")
        self.assertLessEqual(len(self.logins.failures), 50)

    def test_dovecot_asks_over_http_and_what_is_broken_lets_the_password_decide(self) -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        lock = threading.Lock()
        answer = policy_server.auth_answer
        handler = policy_server.serve_dovecot(lambda path, text: answer(self.logins, lock, path, text))
        server = policy_server.Server(listening, handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        connection = http.client.HTTPConnection(*listening.getsockname()[:2], timeout=20)
        self.addCleanup(connection.close)

        def ask(command: str, body: str) -> dict[str, object]:
            connection.request("POST", f"/?command={command}", body)
            return json.loads(connection.getresponse().read())

        tried = {"login": "app", "remote": STRANGER, "success": False, "policy_reject": False}
        for number in range(10):
            ask("report", json.dumps({**tried, "pwhash": str(number)}))
        ask("report", json.dumps({**tried, "remote": OFFICE, "policy_reject": True}))
        self.assertEqual(ask("allow", json.dumps(tried))["status"], -1)
        with mock.patch.object(policy_server, "log") as log:
            self.assertEqual(ask("allow", "no json"), {"status": 0, "msg": ""})
            log.assert_called_once()


if __name__ == "__main__":
    unittest.main()

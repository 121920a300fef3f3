"""The policy service and the last milter against Postfix's own protocols, over real sockets and a real file; only the
clock is set."""

import json
import socket
import struct
import tempfile
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from kitte.base import milter
from kitte.limits import counter, limits, policy_server

LIMITS = {"messageSizeMiB": 35, "recipientsPerMessage": 100, "messagesPerDay": 10, "recipientsPerDay": 20}
OVER = "450 4.7.1 app may send 10 messages in 24 hours: the limit is met, try again later"


def request(login: str = "app", recipients: int = 1, state: str = "END-OF-MESSAGE", client: str = "192.0.2.7") -> str:
    fields = {
        "request": "smtpd_access_policy",
        "protocol_state": state,
        "sender": "a=b@example.com",
        "recipient_count": str(recipients),
        "client_address": client,
        "sasl_username": login,
        "size": "1234",
    }
    return "".join(f"{name}={value}\n" for name, value in fields.items()) + "\n"


def fields_of(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if line)


class Served(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.now, self.said = Path(folder.name), 1_000_000.0 * 3600, []  # type: ignore[var-annotated]
        for place in (
            mock.patch.object(limits, "NOTICES", self.root / "notices"),
            mock.patch.object(limits, "log", self.said.append),
            mock.patch.object(policy_server, "log", self.said.append),
            mock.patch.object(counter, "log", self.said.append),
        ):
            place.start()
            self.addCleanup(place.stop)
        self.file = self.root / "limits.json"
        self.file.write_text(json.dumps(LIMITS))
        self.start()

    def start(self) -> None:
        self.counts = limits.open_counts(self.root / "counts.sqlite")
        counting = limits.Limits(self.counts, limits.from_file(self.file), lambda: self.now)
        self.lock = lock = threading.Lock()
        servers = []
        for handler in (
            policy_server.serve_postfix(lambda text: policy_server.policy_answer(counting, lock, text)),
            counter.serve(counting, lock),
        ):
            servers.append(policy_server.Server(socket.create_server(("127.0.0.1", 0)), handler))
            threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        self.address, self.milter = (server.server_address for server in servers)

        def stop() -> None:
            for server in servers:
                server.shutdown()
                server.server_close()
            self.counts.close()

        self.stop = stop
        self.addCleanup(lambda: self.stop())

    def ask(self, *requests: str) -> list[str]:
        """On a connection each, as an smtpd does: the policy service first, then the milters."""
        with socket.create_connection(self.milter, timeout=20) as connection:
            self.greet(connection)
            answers = []
            for text in requests:
                (answer,) = self.look(text)
                whole = "END-OF-MESSAGE" in text
                answers.append(self.hand_in(connection, text) if answer == "DUNNO" and whole else answer)
            return answers

    def greet(self, connection: socket.socket) -> None:
        connection.sendall(milter.frame(b"O", struct.pack(">III", 6, 0x1FF, 0x1FFFFF)))
        self.assertEqual(self.frame(connection)[:1], b"O")

    def frame(self, connection: socket.socket) -> bytes:
        with connection.makefile("rb", buffering=0) as pipe:
            (size,) = struct.unpack(">I", pipe.read(4))
            return pipe.read(size)

    def envelope(self, text: str) -> bytes:
        fields = fields_of(text)
        macros = f"M{{auth_authen}}\0{fields['sasl_username']}\0".encode()
        address = f"client.test\0004\0\x19{fields['client_address']}\0"
        frames = [(b"C", address.encode()), (b"D", macros), (b"M", b"<a@example.com>\0")]
        frames += [(b"R", b"<b@example.net>\0")] * int(fields["recipient_count"])
        return b"".join(milter.frame(command, data) for command, data in frames)

    def hand_in(self, connection: socket.socket, text: str) -> str:
        connection.sendall(self.envelope(text) + milter.frame(b"E"))
        answer = self.frame(connection)
        return "DUNNO" if answer == b"c" else answer[1:-1].decode()

    def look(self, *requests: str) -> list[str]:
        """At the policy service alone."""
        with socket.create_connection(self.address, timeout=20) as connection, connection.makefile("rw") as lines:
            answers = []
            for text in requests:
                lines.write(text)
                lines.flush()
                answers.append(lines.readline().strip().removeprefix("action="))
                self.assertEqual(lines.readline(), "\n")
            return answers

    def test_a_login_may_send_so_many_and_others_are_not_touched(self) -> None:
        self.assertEqual(self.ask(*[request()] * 11), ["DUNNO"] * 10 + [OVER])
        self.assertEqual(self.ask(request("shop")), ["DUNNO"])

    def test_recipients_have_a_limit_of_their_own_and_what_was_refused_does_not_count(self) -> None:
        over = "450 4.7.1 app may send 20 recipients in 24 hours: the limit is met, try again later"
        self.assertEqual(self.ask(request(recipients=15), request(recipients=6)), ["DUNNO", over])
        self.assertEqual(self.ask(request(recipients=5)), ["DUNNO"])

    def test_a_login_in_other_letters_is_the_same_login(self) -> None:
        self.assertEqual(self.ask(*[request("APP"), request("app")] * 6)[-2:], [OVER, OVER])

    def test_a_day_later_there_is_room_again_and_never_before(self) -> None:
        self.ask(*[request()] * 10)
        self.now += 24 * 3600
        self.assertEqual(self.ask(request()), [OVER])
        self.now += 3600
        self.assertEqual(self.ask(request()), ["DUNNO"])

    def test_a_restart_forgets_nothing(self) -> None:
        self.ask(*[request()] * 10)
        self.stop()
        self.start()
        self.assertEqual(self.ask(request()), [OVER])

    def test_many_at_once_get_no_more_than_the_limit(self) -> None:
        with ThreadPoolExecutor(20) as pool:
            pairs = pool.map(lambda _: self.ask(request(), request()), range(20))
            answers = [answer for pair in pairs for answer in pair]
        self.assertEqual((answers.count("DUNNO"), answers.count(OVER)), (10, 30))

    def test_what_another_milter_refuses_is_not_counted(self) -> None:
        with socket.create_connection(self.milter, timeout=20) as connection:
            self.greet(connection)
            for _ in range(20):
                self.assertEqual(self.look(request()), ["DUNNO"])
                connection.sendall(self.envelope(request()) + milter.frame(b"A"))
        self.assertEqual(self.ask(*[request()] * 10), ["DUNNO"] * 10)

    def test_who_does_not_wait_for_the_answer_is_not_counted(self) -> None:
        with self.lock:  # as if the process stood still
            for _ in range(20):
                with socket.create_connection(self.milter, timeout=20) as connection:
                    self.greet(connection)
                    connection.sendall(self.envelope(request()) + milter.frame(b"E"))
        self.assertEqual(self.ask(*[request()] * 11), ["DUNNO"] * 10 + [OVER])

    def test_a_milter_that_is_not_understood_hangs_up(self) -> None:
        with socket.create_connection(self.milter, timeout=20) as connection:
            connection.sendall(milter.frame(b"O", b"short"))
            self.assertEqual(connection.recv(16), b"")

    def test_only_a_logins_whole_message_counts(self) -> None:
        others = [request(state="RCPT"), request(""), request(client="127.0.0.1")]
        self.assertEqual(self.ask(*others * 20), ["DUNNO"] * 60)
        self.assertEqual(self.ask(request()), ["DUNNO"])

    def test_a_warning_comes_once_with_login_count_and_addresses_and_waits_for_the_postmaster(self) -> None:
        self.ask(*[request()] * 7)
        self.assertEqual(self.said, [])
        self.ask(*[request(client="203.0.113.9")] * 5)
        warning, met = self.said
        usage = "messages 8 of 10, recipients 8 of 20 in 24 hours; now from 203.0.113.9"
        addresses = "2 addresses in all, most from 192.0.2.7 (7), 203.0.113.9 (1)"
        self.assertEqual(warning, f"kitte: limit warning login=app {usage}; {addresses}")
        self.assertIn("limit met login=app messages 11 of 10", met)
        notices = [json.loads(path.read_text())["kind"] for path in sorted((self.root / "notices").iterdir())]
        self.assertEqual(notices, ["limit warning", "limit met"])
        self.now += 25 * 3600
        self.ask(*[request()] * 8)
        self.assertEqual(len(self.said), 3)

    def test_changed_limits_are_in_force_with_the_next_message(self) -> None:
        self.ask(*[request()] * 10)
        self.file.write_text(json.dumps({**LIMITS, "messagesPerDay": 11}))
        self.assertEqual(self.ask(request()), ["DUNNO"])

    def test_whatever_is_broken_puts_the_message_off(self) -> None:
        self.assertEqual(self.ask(request().replace("recipient_count=1", "recipient_count=")), [policy_server.LATER])
        for broken in ("", "{}", *(json.dumps({**LIMITS, "messagesPerDay": most}) for most in (0, "5", True, -1))):
            self.file.unlink()
            self.file.write_text(broken)
            self.assertEqual(self.ask(request()), [policy_server.LATER])
        self.file.unlink()
        self.assertEqual(self.ask(request()), [policy_server.LATER])
        self.file.write_text(json.dumps(LIMITS))
        self.counts.execute("DROP TABLE sent")
        self.assertEqual(self.ask(request()), [policy_server.LATER])
        with socket.create_connection(self.milter, timeout=20) as connection:
            self.greet(connection)
            self.assertEqual(self.hand_in(connection, request()), policy_server.LATER)


if __name__ == "__main__":
    unittest.main()

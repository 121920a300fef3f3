"""The clerk as Postfix meets it: over a socket, in the milter protocol, and whatever else may come over it."""

import random
import socket
import struct
import threading
import unittest

from handed_in import HEADER, SAID, SETTINGS
from kitte.base import milter
from kitte.clerk import clerk
from kitte.clerk.ownership import Ownership

OFFER = struct.pack(">III", 6, 0x1FF, 0x1FFFFF)


class Served(unittest.TestCase):
    def setUp(self) -> None:
        SAID.clear()
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = listening.getsockname()
        server = clerk.Server(listening, clerk.serve(lambda: Ownership(SETTINGS)))  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)

    def connected(self) -> socket.socket:
        connection = socket.create_connection(self.address, timeout=10)
        self.addCleanup(connection.close)
        return connection

    def talk(self, connection: socket.socket, sent: bytes, answers: int) -> list[tuple[bytes, bytes]]:
        connection.sendall(sent)
        buffer, found = bytearray(), []  # type: ignore[var-annotated]
        while len(found) < answers and (piece := connection.recv(1 << 16)):
            buffer += piece
            found += milter.frames(buffer)
        return found

    def message(self, body: bytes, sender: bytes = b"<app@example.com>", header: bytes = HEADER) -> bytes:
        """All that Postfix sends for one, at once; five answers come if all is well, and more if it is changed."""
        fields = [line.split(b":", 1) for line in header.split(b"\r\n")[:-1]]
        parts = [
            milter.frame(b"D", b"Mi\0\0{auth_authen}\0app\0"),
            milter.frame(b"M", sender + b"\0"),
            milter.frame(b"D", b"Ri\0" + b"4F1A220038\0"),
            milter.frame(b"R", b"<reader@inbox.example.net>\0"),
            milter.frame(b"T"),
            *(milter.frame(b"L", name + b"\0" + value + b"\0") for name, value in fields),
            milter.frame(b"N"),
            milter.frame(b"B", body),
            milter.frame(b"E"),
        ]
        return b"".join(parts)

    def opened(self) -> socket.socket:
        connection = self.connected()
        daemon = milter.frame(b"D", b"C{daemon_name}\0SUBMISSION\0j\0mail.example.com\0")
        offer, *_ = self.talk(connection, milter.frame(b"O", OFFER) + daemon, 1)
        self.assertEqual(offer[0], b"O")
        return connection

    def test_messages_one_after_the_other(self) -> None:
        connection = self.opened()
        for body in (b"Hello.\r\n", b"x" * 60_000 + b"\r\n"):
            answers = self.talk(connection, self.message(body), 5 if body == b"Hello.\r\n" else 9)
            self.assertEqual(answers[-1], (b"c", b""))
            replaced = b"".join(data for command, data in answers if command == b"b")
            self.assertEqual(replaced.replace(b"=\r\n", b""), b"" if body == b"Hello.\r\n" else body)
        added = [data.split(b"\0")[0] for command, data in answers if command == b"h"]
        self.assertEqual(added, [b"MIME-Version", b"Content-Transfer-Encoding", b"Content-Type"])

    def test_a_refusal_says_why_to_the_client_and_in_the_log(self) -> None:
        header = HEADER.replace(b"app@example.com", b"100%evil@bank.test")
        answers = self.talk(self.opened(), self.message(b"Hello.\r\n", header=header), 4)
        self.assertEqual(answers[3][0], b"y")
        self.assertRegex(answers[3][1], rb"^550 5\.7\.1 From: 100%%evil@bank\.test is not an address that login app")
        self.assertRegex(
            SAID[-1],
            r"^4F1A220038: refused: login=app field=From address=100%evil@bank.test from=<app@example.com> "
            r"to=<reader@inbox.example.net> words=550 5\.7\.1 From: ",
        )

    def test_long_words_take_several_lines(self) -> None:
        frame = milter.reply(milter.Refusal("550 5.7.1", "word " * 200 + "é\r\n"))
        lines = frame[5:-1].decode().split("\r\n")
        self.assertTrue(all(line.startswith("550-5.7.1 ") for line in lines[:-1]))
        self.assertTrue(lines[-1].startswith("550 5.7.1 "))
        self.assertTrue(len(lines) > 2 and max(map(len, lines)) < 500)

    def test_an_mta_that_offers_too_little_is_told_nothing(self) -> None:
        for offer in (struct.pack(">III", 2, 0x1FF, 0), struct.pack(">III", 6, 1, 0x1FFFFF), b"", b"\0" * 11):
            self.assertEqual(self.talk(self.connected(), milter.frame(b"O", offer), 1), [])
        self.assertRegex(SAID[-1], "NOQUEUE: put off: Malformed")

    def test_a_changed_field_is_named_by_its_place_among_its_like(self) -> None:
        header = HEADER.replace(b"To: ", b"X-A: 1\r\nX-A: " + b"a " * 600 + b"\r\nTo: ")
        answers = self.talk(self.opened(), self.message(b"Hello.\r\n", header=header), 6)
        self.assertEqual([data[:8] for command, data in answers if command == b"m"], [b"\0\0\0\2X-A\0"])

    def test_whatever_comes_in_it_goes_on_serving(self) -> None:
        chance = random.Random(20261127)  # noqa: S311
        good = milter.frame(b"O", OFFER) + self.message("é\r\n".encode())
        for _ in range(300):
            sent = bytearray(good)
            for _ in range(chance.randint(1, 6)):
                at = chance.randrange(len(sent))
                if chance.random() < 0.3:
                    del sent[at : at + chance.randint(1, 9)]
                else:
                    sent[at] = chance.randrange(256)
            with self.connected() as connection:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(1 << 16):
                    pass
        self.assertEqual(self.talk(self.opened(), self.message(b"Hello.\r\n"), 5)[-1], (b"c", b""))
        own_fault = [said for said in SAID if "put off" in said and "Malformed" not in said]
        self.assertEqual(own_fault, [])

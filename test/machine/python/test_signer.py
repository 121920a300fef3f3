"""Whether OpenDKIM signs as it should, asked over its socket: here it is a stand-in that answers each step."""

import socket
import struct
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from kitte.base import milter
from kitte.opendkim import signer

SIGNED = b" v=1; a=rsa-sha256; d=example.org; s=two; t=1; bh=AAAA=;\n\th=From; b=abc="


class Signer(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        patched = mock.patch.object(signer, "SOCKET", str(Path(folder.name) / "sock"))
        patched.start()
        self.addCleanup(patched.stop)

    def serve(self, ends: list[bytes], steps: int = 0) -> None:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(signer.SOCKET)
        listening.listen()
        self.addCleanup(listening.close)

        def talk() -> None:
            with listening.accept()[0] as peer:
                buffer = bytearray()
                while piece := peer.recv(1 << 16):
                    buffer += piece
                    for command, _ in milter.frames(buffer):
                        if command == b"O":
                            peer.sendall(milter.frame(b"O", struct.pack(">III", 6, 1, steps)))
                        elif command == b"E":
                            for end in ends:
                                peer.sendall(end)
                            if not ends:
                                return
                        elif command != b"Q":
                            peer.sendall(milter.frame(b"c"))

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()

    def test_the_signature_is_that_of_the_domain_and_key(self) -> None:
        inserted = milter.frame(b"i", struct.pack(">I", 0) + b"DKIM-Signature\0" + SIGNED + b"\0")
        self.serve([inserted, milter.frame(b"a")])
        self.assertTrue(signer.signs("a@example.org", "example.org", "two"))

    def test_another_one_is_not_it(self) -> None:
        inserted = milter.frame(b"h", b"DKIM-Signature\0" + SIGNED + b"\0")
        self.serve([inserted, milter.frame(b"c")])
        self.assertFalse(signer.signs("a@example.org", "example.org", "one"))

    def test_no_signature_no_answer_and_nobody_there(self) -> None:
        self.assertFalse(signer.signs("a@example.org", "example.org", "two"))
        self.serve([milter.frame(b"t")])
        self.assertFalse(signer.signs("a@example.org", "example.org", "two"))

    def test_who_hangs_up_does_not_sign(self) -> None:
        self.serve([])
        self.assertFalse(signer.signs("a@example.org", "example.org", "two"))


if __name__ == "__main__":
    unittest.main()

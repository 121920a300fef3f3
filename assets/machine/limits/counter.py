"""The last milter: it counts a message that all others let pass, and puts off what is over a login's limit.

Before it, kitte-clerk may refuse a message and OpenDKIM may fail to sign it: neither is counted. And whoever asks and
does not wait for the answer has not sent anything: a message that timed out comes again, and is counted then.
"""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable

from kitte.base import milter
from kitte.base.milter import CONTINUE, Malformed, Refusal
from kitte.base.shell import log
from kitte.limits.limits import Limits

PIECE = 64 << 10
LATER = Refusal("451 4.3.0", "The sending limits cannot be checked now; try again later")


class Session:
    """A connection of Postfix's: one SMTP session with any number of messages."""

    def __init__(self, limits: Limits, lock: threading.Lock) -> None:
        self.limits, self.lock = limits, lock
        self.client, self.login, self.recipients = "", "", 0
        self.macros: dict[bytes, dict[str, str]] = {}

    def step(self, command: bytes, data: bytes) -> bytes | None:
        """All but the end of a message, which may have to be counted."""
        if command == b"O":
            return milter.negotiated(data, milter.NOTHING, milter.END_ALONE)
        if command == b"C":
            self.client = address_of(data)
        elif command == b"D":
            stage, macros = milter.macros(data)
            self.macros[stage] = macros
        elif command == b"M":
            self.login, self.recipients = self.macros.get(b"M", {}).get("auth_authen", ""), 0
        elif command == b"R":
            self.recipients += 1
        return None

    def end(self, waits: Callable[[], bool]) -> bytes | None:
        """The answer to the whole message; nothing is counted when nobody waits for it any more."""
        try:
            with self.lock:
                if not waits():
                    return None
                words = self.limits.take(self.login, self.client, self.recipients)
        except Exception as error:
            log(f"kitte: a message is put off: {type(error).__name__}: {error}")
            return milter.reply(LATER)
        if not words:
            return milter.frame(CONTINUE)
        code, status, rest = words.split(" ", 2)
        return milter.reply(Refusal(f"{code} {status}", rest))


def address_of(data: bytes) -> str:
    """SMFIC_CONNECT: a host name, a letter for the family, a port, and the address where there is one."""
    _, _, rest = data.partition(b"\0")
    return rest[3:].split(b"\0")[0].decode("latin-1") if rest[:1] in (b"4", b"6") else ""


def waits(connection: socket.socket) -> bool:
    """Whether anybody does at the other end: this process may have stood still for minutes."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def serve(limits: Limits, lock: threading.Lock) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session, buffer = Session(limits, lock), bytearray()
            with contextlib.suppress(OSError):  # Postfix has given it up
                while piece := self.request.recv(PIECE):
                    buffer += piece
                    try:
                        if not self.answer(session, buffer):
                            return
                    except (Malformed, ValueError, IndexError) as error:
                        log(f"kitte: a message is put off: {type(error).__name__}: {error}")
                        return  # the connection closes, and Postfix puts it off: milter_default_action

        def answer(self, session: Session, buffer: bytearray) -> bool:
            for command, data in milter.frames(buffer):
                if command in b"QK":
                    return False
                if command == b"E":
                    answer = session.end(lambda: waits(self.request))
                    if answer is None:
                        return False
                else:
                    answer = session.step(command, data)
                if answer is not None:
                    self.request.sendall(answer)
            return True

    return Handler

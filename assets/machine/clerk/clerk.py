"""Postfix shows it each message that is handed in, before OpenDKIM signs: it says why one cannot be sent, and mends
what would be changed behind the signature. A thread a connection: a large message holds up no other.

systemd opens the socket and hands it over, so nobody finds it closed while this restarts.
"""

import socket
import socketserver
from collections.abc import Callable, Iterator

from kitte.base import alive, milter
from kitte.base.milter import CONTINUE, Malformed, Refusal
from kitte.base.shell import log
from kitte.clerk.header import Refused
from kitte.clerk.ownership import Ownership, from_file
from kitte.clerk.submission import Submission

FIRST_SOCKET = 3  # sd_listen_fds(3)
PIECE = 256 << 10
NAMED = 50  # recipients of a refused message that the log names
SUBMISSION = "SUBMISSION"  # milter_macro_daemon_name of the ports that logins use


class Session:
    """A connection of Postfix's: one SMTP session with any number of messages."""

    def __init__(self, ownership: Callable[[], Ownership]) -> None:
        self.ownership = ownership
        self.macros: dict[bytes, dict[str, str]] = {}
        self.message: Submission | None = None

    def macro(self, name: str) -> str:
        return next((macros[name] for macros in reversed(self.macros.values()) if name in macros), "")

    def answer(self, command: bytes, data: bytes) -> Iterator[bytes]:
        """What goes back; nothing where nothing is awaited."""
        if command == b"E":
            yield from self.finish(data)
        elif (answer := self.step(command, data)) is not None:
            yield answer

    def step(self, command: bytes, data: bytes) -> bytes | None:
        if command == b"O":
            return milter.negotiated(data)
        if command == b"D":
            stage, macros = milter.macros(data)
            self.macros.pop(stage, None)
            self.macros[stage] = macros
        elif command == b"M":
            return self.begin(data)
        elif command == b"A":
            self.end()
        elif command in b"RTLNB":
            return self.message_step(command, data)
        return None

    def begin(self, data: bytes) -> bytes:
        self.end()
        for stage in (b"R", b"T", b"N", b"E"):  # of the message before
            self.macros.pop(stage, None)
        login = self.macro("auth_authen").lower() or None
        submitted = self.macro("daemon_name") == SUBMISSION
        utf8 = b"SMTPUTF8" in (word.upper() for word in milter.strings(data)[1:])
        self.message = Submission(self.ownership(), login, bare(data), self.macro("j"), submitted=submitted, utf8=utf8)
        return milter.frame(CONTINUE)

    def message_step(self, command: bytes, data: bytes) -> bytes | None:
        message = self.current()
        if command == b"L":
            message.header.append(*milter.field(data))
            return None
        if command == b"B":
            message.body.append(data)
            return None
        if command == b"R":
            refusal = message.recipient(bare(data))
        else:
            refusal = message.data() if command == b"T" else message.header_ends()
        return self.refuse(message, refusal) if refusal else milter.frame(CONTINUE)

    def current(self) -> Submission:
        if self.message is None:
            raise Malformed("a step outside of a message")
        return self.message

    def finish(self, data: bytes) -> Iterator[bytes]:
        message = self.current()
        message.body.append(data)
        try:
            yield from message.changes()
            yield milter.frame(CONTINUE)
        except Refused as error:
            yield self.refuse(message, error.refusal)
        self.end()

    def refuse(self, message: Submission, refusal: Refusal) -> bytes:
        """Postfix's own line names one recipient; this one is found by the others too."""
        recipients = "".join(f" to=<{shown(one)}>" for one in message.recipients[:NAMED])
        where = f" field={refusal.field}" if refusal.field else ""
        what = f" address={shown(refusal.address)}" if refusal.address else ""
        log(
            f"{self.macro('i') or 'NOQUEUE'}: refused: login={message.login or '-'}{where}{what}"
            f" from=<{shown(message.sender)}>{recipients} words={refusal.reply} {shown(refusal.words)}"
        )
        return milter.reply(refusal)

    def end(self) -> None:
        if self.message is not None:
            self.message.close()
            self.message = None


def bare(data: bytes) -> str:
    """An address without its brackets."""
    return milter.strings(data)[0].decode("latin-1").removeprefix("<").removesuffix(">")


def shown(text: str) -> str:
    return "".join(char if " " <= char <= "~" else "?" for char in text)


def serve(ownership: Callable[[], Ownership]) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session, buffer = Session(ownership), bytearray()
            try:
                while piece := self.request.recv(PIECE):
                    buffer += piece
                    for command, data in milter.frames(buffer):
                        if command in b"QK":
                            return
                        for answer in session.answer(command, data):
                            self.request.sendall(answer)
            except OSError as error:
                log(f"a connection is given up: {error}")
            except Exception as error:
                # The connection closes, and Postfix puts the message off: milter_default_action
                log(f"{session.macro('i') or 'NOQUEUE'}: put off: {type(error).__name__}: {error}")
            finally:
                session.end()

    return Handler


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, listening: socket.socket, handler: type[socketserver.BaseRequestHandler]) -> None:
        # Not TCPServer's own, which opens a socket first: the unit's sandbox refuses any
        socketserver.BaseServer.__init__(self, listening.getsockname(), handler)
        self.socket = listening

    def service_actions(self) -> None:
        alive.beat()


def main() -> None:
    Server(socket.socket(fileno=FIRST_SOCKET), serve(from_file())).serve_forever()


if __name__ == "__main__":
    main()

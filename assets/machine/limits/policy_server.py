"""Answers Postfix (may this message be sent?) and Dovecot (may this password be tried?). One process counts for all.

systemd opens the loopback sockets and hands them over, so nobody finds them closed while this restarts.
"""

import json
import socket
import socketserver
import threading
from collections.abc import Callable

from kitte.base import alive, manifest
from kitte.base.shell import log
from kitte.limits import counter
from kitte.limits.counts import opened
from kitte.limits.limits import STATE, Limits, from_file
from kitte.limits.logins import Logins

ADDRESSES = STATE / "addresses"  # read by kitte-watch
FIRST_SOCKET = 3  # sd_listen_fds(3)
TOO_MUCH = 64 << 10
LATER = "451 4.3.0 The sending limits cannot be checked now; try again later"


def policy_answer(limits: Limits, lock: threading.Lock, text: bytes) -> str:
    """Whatever goes wrong here, nothing is sent uncounted: the message is put off."""
    try:
        request = dict(line.split("=", 1) for line in text.decode(errors="replace").splitlines() if "=" in line)
        with lock:
            return limits.answer(request)
    except Exception as error:
        log(f"kitte: a message is put off: {type(error).__name__}: {error}")
        return LATER


def auth_answer(logins: Logins, lock: threading.Lock, path: str, text: bytes) -> dict[str, object]:
    """Whatever goes wrong here, the password decides alone: mail should not stop for want of a counter."""
    try:
        request = json.loads(text)
        login, address = str(request.get("login", "")), str(request.get("remote", ""))
        with lock:
            if path.endswith("command=allow"):
                status, words = logins.allow(login, address)
                return {"status": status, "msg": words}
            if not request.get("policy_reject"):
                logins.report(login, str(request.get("pwhash", "")), address, bool(request.get("success")))
    except Exception as error:
        log(f"kitte: a login is not counted: {type(error).__name__}: {error}")
    return {"status": 0, "msg": ""}


def serve_postfix(answer: Callable[[bytes], str]) -> type[socketserver.StreamRequestHandler]:
    """SMTPD_POLICY_README: lines of name=value up to an empty one, then one action, on and on."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            request = b""
            while line := self.rfile.readline(TOO_MUCH):
                request += line
                if len(request) > TOO_MUCH:
                    return
                if line == b"\n":
                    self.wfile.write(f"action={answer(request)}\n\n".encode())
                    request = b""

    return Handler


def serve_dovecot(answer: Callable[[str, bytes], dict[str, object]]) -> type[socketserver.StreamRequestHandler]:
    """As much HTTP/1.1 as Dovecot's client speaks: POST with a length, on a connection that stays."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while start := self.rfile.readline(TOO_MUCH).split():
                length = 0
                while (header := self.rfile.readline(TOO_MUCH).strip()) != b"":
                    name, _, value = header.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                if len(start) < 2 or length > TOO_MUCH:
                    return
                body = json.dumps(answer(start[1].decode(errors="replace"), self.rfile.read(length))).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body)

    return Handler


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, listening: socket.socket, handler: type[socketserver.BaseRequestHandler]) -> None:
        # Not TCPServer's own, which opens a socket first: the unit's sandbox refuses any
        socketserver.BaseServer.__init__(self, listening.getsockname(), handler)
        self.socket = listening
        self.turn: Callable[[], None] = lambda: None

    def service_actions(self) -> None:
        """Twice a second while it serves."""
        self.turn()


def publish(addresses: list[str]) -> None:
    """Where logins succeeded, for the door. Without it they are strangers there."""
    try:
        new = ADDRESSES.with_suffix(".new")
        new.write_text("".join(f"{address}\n" for address in addresses))
        new.replace(ADDRESSES)
    except OSError as error:
        log(f"kitte: where logins succeeded is not known: {error}")


def main() -> None:
    counts = opened(STATE / "counts.sqlite")
    limits, logins, lock = Limits(counts, from_file()), Logins(counts, publish=publish), threading.Lock()
    handlers: dict[int, type[socketserver.BaseRequestHandler]] = {
        manifest.port("limits", "milter"): counter.serve(limits, lock),
        manifest.port("limits", "postfix"): serve_postfix(lambda text: policy_answer(limits, lock, text)),
        manifest.port("limits", "dovecot"): serve_dovecot(lambda path, text: auth_answer(logins, lock, path, text)),
    }

    def turn() -> None:
        with lock:  # who never gives it back hangs as well
            alive.beat()

    servers = []
    for number in range(FIRST_SOCKET, FIRST_SOCKET + len(handlers)):
        listening = socket.socket(fileno=number)
        servers.append(Server(listening, handlers[listening.getsockname()[1]]))
    servers[0].turn = turn
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[0].serve_forever()


if __name__ == "__main__":
    main()

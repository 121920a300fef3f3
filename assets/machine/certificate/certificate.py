"""The certificate: had by DNS-01 in Route 53, put where Postfix reads it, and the listeners opened with it.

A copy lies on the volume, so that the next machine has it the moment that it serves.
"""

import re
import shutil
import time
from pathlib import Path

from kitte.base import lookup, trouble
from kitte.base.command import Failed, run, succeeds
from kitte.base.shell import ETC, LIB, RUN, Broken, Json, NotYet, Waiting, load, log, save, write
from kitte.postfix import postconf
from kitte.volume.volume import VOLUME, mounted

CHAIN = ETC / "tls/chain.pem"
LETSENCRYPT = Path("/etc/letsencrypt")
LIVE = LETSENCRYPT / "live/kitte"
FACTS = LIB / "certificate.json"
KEPT = VOLUME / "certificate"
COPY = "copy of the certificate for the next machine"
PARTS = ("accounts", "archive", "live", "renewal")  # not the hooks: they are this machine's
FLUSHED = RUN / "flushed"
SERVING = RUN / "serving"  # this machine holds volume and address
MASTER = Path("/etc/postfix/master.cf")
KEYS = (ETC / "dkim/KeyTable", ETC / "dkim/SigningTable")  # OpenDKIM does not start without; one version had but one
STAGE = ETC / "files"
PAUSES = (20, 60, 300, 900, 3600)  # an ACME CA counts failures: Let's Encrypt allows five an hour and name


def ensure(machine: Json) -> None:
    try:
        if unused() and not unfit(machine, LIVE):
            install()
        if not SERVING.exists():
            return None if serves(machine) else improvise(machine)
        # What serves goes on until the next one is there.
        if not (serves(machine) and complete(machine) and wanted(machine)):
            obtain_or_serve(machine)
            install_checked(machine)
        if SERVING.exists() and not unused():
            with trouble.beside(COPY):
                keep()
    finally:
        listen(machine)


def obtain_or_serve(machine: Json) -> None:
    """A server that waits for its first certificate is no fault of a deploy; one that cannot get the next is."""
    try:
        obtain(machine)
    except (NotYet, Waiting) as error:
        if not serves(machine):
            raise
        raise NotYet(f"{error}; the one of {load(FACTS).get('directory')} goes on serving") from error


def improvise(machine: Json) -> None:
    """A machine that does not serve yet shows itself, on the loopback alone, that TLS works. An authority counts
    its certificates, and the next one may be on the volume: https://letsencrypt.org/docs/rate-limits/"""
    if CHAIN.exists():
        return
    key, own = RUN / "improvised.key", RUN / "improvised.pem"
    run(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"),
        *("-subj", "/CN=kitte", "-addext", f"subjectAltName=DNS:{machine['hostName']}", "-days", "30"),
        *("-keyout", str(key), "-out", str(own)),
    )
    write(CHAIN, key.read_text() + own.read_text(), 0o600)
    key.unlink()


def kept() -> bool:
    ours, there = (folder / "fullchain.pem" for folder in (LIVE, KEPT / "live/kitte"))
    return ours.exists() and there.exists() and ours.read_bytes() == there.read_bytes()


def keep() -> None:
    if not mounted() or kept():
        return
    new, old = KEPT.with_suffix(".new"), KEPT.with_suffix(".old")
    for path in (new, old):
        shutil.rmtree(path, ignore_errors=True)
    new.mkdir(mode=0o700)
    copy(LETSENCRYPT, new)
    shutil.copy2(FACTS, new)
    if KEPT.exists():
        KEPT.rename(old)
    new.rename(KEPT)
    shutil.rmtree(old, ignore_errors=True)


def adopt(machine: Json) -> None:
    """The last machine's certificate, key and account, if they still serve."""
    facts = KEPT / FACTS.name
    if kept() and not unused():  # this machine was the last
        return
    if unfit(machine, KEPT / "live/kitte"):
        return
    try:
        copy(KEPT, LETSENCRYPT)
        shutil.copy2(facts, FACTS)
    except OSError:  # certbot takes half a lineage for another one's, and makes kitte-0001 beside it
        for part in PARTS:
            shutil.rmtree(LETSENCRYPT / part, ignore_errors=True)
        raise
    install()
    log("the certificate on the volume is used")


def copy(source: Path, target: Path) -> None:
    for part in PARTS:
        shutil.rmtree(target / part, ignore_errors=True)
        if (source / part).exists():
            shutil.copytree(source / part, target / part, symlinks=True)


def serves(machine: Json) -> bool:
    """Had from an authority, for this name, and not over."""
    return CHAIN.exists() and "directory" in load(FACTS) and valid(machine, CHAIN) and not improvised(CHAIN)


def wanted(machine: Json) -> bool:
    """Whether it is of the authority that the config names."""
    return bool(load(FACTS).get("directory") == machine["directoryUrl"])


def improvised(chain: Path) -> bool:
    try:
        names = run("openssl", "x509", "-in", str(chain), "-noout", "-subject", "-issuer").splitlines()
    except Failed:
        return False
    return len({name.partition("=")[2].strip() for name in names}) == 1


def complete(machine: Json) -> bool:
    """Whether it names all that clients may know the server by, and no other, which could not be renewed."""
    return names_in(CHAIN) == sorted(machine["hosts"])


def names_in(chain: Path) -> list[str]:
    try:
        text = run("openssl", "x509", "-in", str(chain), "-noout", "-ext", "subjectAltName")
    except Failed:
        return []
    return sorted(re.findall(r"DNS:([^\s,]+)", text))


def valid(machine: Json, chain: Path) -> bool:
    """OpenSSL 3.5 fails on another name; earlier ones answer it in words alone."""
    try:
        run("openssl", "x509", "-in", str(chain), "-noout", "-checkend", "0")
        words = run("openssl", "x509", "-in", str(chain), "-noout", "-checkhost", machine["hostName"])
    except Failed:
        return False
    return "does match" in words


def unfit(machine: Json, folder: Path) -> str:
    """Why certificate and key in this folder are not taken into service; nothing when they are good."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    if not chain.exists() or not key.exists():
        return "there is none"
    try:
        public = run("openssl", "x509", "-in", str(chain), "-noout", "-pubkey")
    except Failed:
        return "it cannot be read"
    try:
        if run("openssl", "pkey", "-in", str(key), "-pubout") != public:
            return "it is of another key"
    except Failed:
        return "its key cannot be read"
    return "" if valid(machine, chain) else f"it is over, or not for {machine['hostName']}"


def unused() -> bool:
    """Whether what certbot holds is not what Postfix reads: it came while it could not be used, or never can."""
    return (LIVE / "fullchain.pem").exists() and not (CHAIN.exists() and CHAIN.read_text() == pair())


def pair() -> str:
    """Key and chain in one file, so that Postfix never sees a pair that does not match."""
    return "".join((LIVE / name).read_text() for name in ("privkey.pem", "fullchain.pem") if (LIVE / name).exists())


def obtain(machine: Json) -> None:
    zone = machine["zone"]
    if not delegated(zone):
        raise Waiting(f"the zone {zone} is not delegated yet: give its parent the name servers in the outputs")
    tried = load(LIB / "attempts.json")
    if tried.get("directory", machine["directoryUrl"]) != machine["directoryUrl"]:  # another authority counts anew
        tried = {}
    if time.time() < tried.get("next", 0):
        reason = tried.get("reason", f"no certificate for {machine['hostName']} before the next try")
        raise Waiting(reason) if tried.get("waiting") else NotYet(reason)
    names = [word for host in machine["hosts"] for word in ("-d", host)]
    account = ("-m", machine["email"]) if machine.get("email") else ("--register-unsafely-without-email",)
    try:
        run(  # how it proves the name is in certbot's cli.ini
            *("certbot", "certonly", "--non-interactive", "--agree-tos", "--key-type", "ecdsa"),
            *("--cert-name", "kitte", *names, "--server", machine["directoryUrl"], *account),
            *("--force-renewal", "--renew-with-new-domains"),
            "--break-my-certs",  # else it gives no test certificate where one was that is none; the old one is in CHAIN
        )
    except Failed as error:
        count = tried.get("count", 0)
        waiting, why = refusal(error)
        reason = f"no certificate for {', '.join(machine['hosts'])}: {why}"
        pause = PAUSES[min(count, len(PAUSES) - 1)]
        tried = {"count": count + 1, "next": time.time() + pause, "reason": reason, "waiting": waiting}
        save(LIB / "attempts.json", {**tried, "directory": machine["directoryUrl"]})
        raise (Waiting if waiting else NotYet)(reason) from error
    (LIB / "attempts.json").unlink(missing_ok=True)
    save(FACTS, {"directory": machine["directoryUrl"]})
    log(f"certificate for {', '.join(machine['hosts'])} obtained")


def refusal(error: Failed) -> tuple[bool, str]:
    """Whether only a person can help, by delegating the zone, and why there is no certificate.

    The authority looked and did not find our answer, so another server still speaks for the zone: `dns` (no answer)
    or `unauthorized` (another answer), RFC 8555 section 6.7. All else may be ours: a CAA record, a limit, a permission.
    """
    problem = re.search(r"^ *Type: *(\S+)\n *Detail: *(.+)", error.output, re.MULTILINE)
    if problem is None:
        return False, str(error)
    return problem[1] in ("dns", "unauthorized"), f"the certificate authority says: {problem[2].strip()}"


def install() -> None:
    if unused():
        write(CHAIN, pair(), 0o600)
        if open_to_the_network():  # else nobody has read it yet
            succeeds("systemctl", "reload", "postfix")


def install_checked(machine: Json) -> None:
    """The old one stays in service when the new one is no good."""
    if reason := unfit(machine, LIVE):
        raise Broken(f"the new certificate for {machine['hostName']} is not used: {reason}")
    install()


def deployed(machine: Json) -> int:
    """certbot's deploy hook."""
    try:
        install_checked(machine)
    except Broken as error:  # the sync goes on saying so
        log(str(error))
        return 1
    if SERVING.exists():
        with trouble.beside(COPY):
            keep()
    return 0


def listen(machine: Json) -> None:
    """Without a certificate nothing listens at all: no plaintext, no half-open server. Without volume and address
    it listens for itself alone, and what leaves the machine waits: from another address it would fail SPF."""
    serving = SERVING.exists()
    certified = serves(machine) if serving else CHAIN.exists()
    master = postconf.master_cf(serving=serving, certified=certified, inbound=bool(machine["served"]))
    active = succeeds("systemctl", "is-active", "--quiet", "postfix")
    if not MASTER.exists() or MASTER.read_text() != master:
        write(MASTER, master)
        if active:
            run("systemctl", "reload", "postfix")
    if not active:  # its unit runs `postfix check` before it
        if can_sign():
            succeeds("systemctl", "start", "opendkim")
        run("systemctl", "start", "dovecot", "postfix")
    if SERVING.exists() and not FLUSHED.exists():
        if succeeds("postqueue", "-f"):  # what waited for the address; it goes by itself too, only later
            FLUSHED.touch()


def can_sign() -> bool:
    return all(path.exists() for path in KEYS)


def open_to_the_network() -> bool:
    return MASTER.exists() and re.search(r"^\w+ inet ", MASTER.read_text(), re.MULTILINE) is not None


def delegated(zone: str) -> bool:
    """Whether the public DNS, through the validating resolver, knows the zone's SOA."""
    answer = lookup.ask(zone, lookup.SOA)
    return answer is not None and answer.code == 0 and bool(answer.values)

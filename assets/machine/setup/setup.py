"""Once a boot: files, services; then syncs until the machine is what it should be, or cannot be."""

import hashlib
import shutil
import socket
import time
from pathlib import Path

from kitte.base import status, trouble
from kitte.base.aws import Aws, Metadata
from kitte.base.command import run, succeeds
from kitte.base.program import program
from kitte.base.shell import ETC, LIB, RUN, Broken, Json, NotYet, load, log, save, write
from kitte.certificate.certificate import MASTER, STAGE, listen
from kitte.limits import limits
from kitte.packages import packages
from kitte.postfix import beside, maps
from kitte.setup import journal, swap
from kitte.sync import placing, sync
from kitte.unbound import resolver
from kitte.watch import places

PATIENCE = 600  # seconds for the first convergence; the stack's creation policy waits longer
UNITS = Path("/etc/systemd/system")
LATE = {
    "sync/kitte-sync.service": UNITS / "kitte-sync.service",
    "sync/kitte-sync.timer": UNITS / "kitte-sync.timer",
    "sync/kitte-sync.path": UNITS / "kitte-sync.path",
    "lease/kitte-holder.service": UNITS / "kitte-holder.service",
    "agent/kitte-agent.service": UNITS / "kitte-agent.service",
    "port25/kitte-port25.service": UNITS / "kitte-port25.service",
    "updates/kitte-updates.service": UNITS / "kitte-updates.service",
    "watch/kitte-watch.service": UNITS / "kitte-watch.service",
    "certificate/unit.conf": UNITS / "certbot.service.d/kitte.conf",
    "limits/kitte-guard.service": UNITS / "kitte-guard.service",
    "limits/kitte-guard.socket": UNITS / "kitte-guard.socket",
    "clerk/kitte-clerk.service": UNITS / "kitte-clerk.service",
    "clerk/kitte-clerk.socket": UNITS / "kitte-clerk.socket",
    "packages/kitte-install.service": UNITS / "kitte-install.service",
    "volume/kitte-volume.service": UNITS / "kitte-volume.service",
    "volume/var-lib-kitte-volume.mount": UNITS / "var-lib-kitte-volume.mount",
    "volume/var-spool-postfix.mount": UNITS / "var-spool-postfix.mount",
    "volume/var-mail.mount": UNITS / "var-mail.mount",
    "setup/var-lib-kitte-swapfile.swap": UNITS / "var-lib-kitte-swapfile.swap",
    "metadata/kitte-metadata.service": UNITS / "kitte-metadata.service",
    "metadata/metadata.nft": ETC / "metadata.nft",
    "postfix/unit.conf": UNITS / "postfix.service.d/kitte.conf",
    "opendkim/unit.conf": UNITS / "opendkim.service.d/kitte.conf",
    "dovecot/unit.conf": UNITS / "dovecot.service.d/kitte.conf",
    "control/kitte-control.sh": Path("/usr/local/lib/kitte/kitte-control"),
    "setup/tmpfiles.conf": Path("/etc/tmpfiles.d/kitte.conf"),
    "setup/sysusers.conf": Path("/etc/sysusers.d/kitte.conf"),
    "postfix/master.cf": STAGE / "etc/postfix/master.cf",
    "postfix/milter_headers": STAGE / "etc/postfix/milter_headers",
    "listeners": STAGE / "etc/postfix/master.cf.listeners",
    "postfix/inbound": STAGE / "etc/postfix/inbound",
    "postfix/inbound_sender": STAGE / "etc/postfix/inbound_sender",
    "postfix/at_domain": STAGE / "etc/postfix/at_domain",
    "postfix/came_from": STAGE / "etc/postfix/came_from",
    "postfix/untagged": STAGE / "etc/postfix/untagged",
    "dovecot/dovecot.conf": STAGE / "etc/dovecot/dovecot.conf",
    "opendkim/opendkim.conf": STAGE / "etc/opendkim.conf",
    "unbound/unbound.conf": STAGE / "etc/unbound/unbound.conf.d/kitte.conf",
    "certificate/cli.ini": Path("/etc/letsencrypt/cli.ini"),
    "certificate/deploy.sh": Path("/etc/letsencrypt/renewal-hooks/deploy/kitte"),
}
DAEMONS = ("dovecot", "opendkim", "postfix", "unbound")
EARLY = ("kitte-metadata.service", "kitte-guard.socket", "kitte-clerk.socket")
OURS = (
    *EARLY,
    "kitte-watch.service",
    "kitte-holder.service",
    "kitte-sync.path",
    "kitte-sync.service",
)
# At the next boot these wait for the volume, on which they have queue and sockets
LATER = ("dovecot", "opendkim", "postfix")


def main(machine: Json) -> int:
    LIB.mkdir(mode=0o755, parents=True, exist_ok=True)
    (RUN / "boot.json").unlink(missing_ok=True)
    (RUN / "fetched.json").unlink(missing_ok=True)
    aws = patiently(lambda: Aws(Metadata()))
    boot = {"userData": hashlib.sha256(aws.metadata.get("user-data").encode()).hexdigest()}
    try:
        prepare(machine)
    except Exception as error:
        log(f"setup failed: {error}")
        boot["failed"] = str(error) if isinstance(error, Broken | NotYet) else f"{type(error).__name__}: {error}"
    save(RUN / "boot.json", boot)
    state = "failed"
    try:
        state = until_settled(machine, aws, boot)
    except NotYet as error:
        log(f"the report is not heard: {error}")
    finally:  # whatever came of it: the sync goes on trying
        succeeds("systemctl", "start", "kitte-sync.timer")
        succeeds("systemctl", "start", "certbot.timer")  # its package could not: see install.quietly
        succeeds("systemctl", "start", "--no-block", "kitte-agent")
    return 0 if state in ("converged", "standby", "waiting") else 1


def until_settled(machine: Json, aws: Aws, boot: Json) -> str:
    deadline = time.monotonic() + PATIENCE
    state = "retrying"
    while state == "retrying" and time.monotonic() < deadline:
        try:
            state = sync.once(machine, aws)
        except NotYet as error:
            log(f"will try again: {error}")
        if state == "retrying":
            time.sleep(2)
    if state == "retrying":
        reason = boot.get("failed") or f"not ready after {PATIENCE} s; see journalctl -u kitte-setup"
        state = "failed"
        status.tell(machine, aws, {**sync.load(RUN / "report.json"), "state": state, "reason": reason})
    return state


def patiently(make):  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + sync.PATIENCE
    while True:
        try:
            return make()
        except NotYet as error:
            if time.monotonic() > deadline:
                raise
            log(f"will try again: {error}")
            time.sleep(1)


def prepare(machine: Json) -> None:
    texts = {path: program(name) for name, path in LATE.items()}
    texts |= {UNITS / f"{daemon}.service.d/daemon.conf": program("setup/daemon.conf") for daemon in DAEMONS}
    before = [path for path, text in texts.items() if replaced(path, text)]
    if before:
        run("systemctl", "daemon-reload")  # what is new is found without
    with trouble.beside("share of the journal"):
        journal.keep()
    swap.ensure(machine["swapMiB"])
    run("systemd-sysusers", str(LATE["setup/sysusers.conf"]))
    patiently(lambda: packages.ensure(*program("packages").split()))
    with trouble.beside("units of the next boot"):  # setup runs then too, only later
        run("systemctl", "enable", "--no-reload", *OURS)
    for daemon in LATER:  # by hand: systemctl would start a shell for each that has a SysV script too
        (UNITS / f"multi-user.target.wants/{daemon}.service").unlink(missing_ok=True)
    run("systemctl", "daemon-reload")
    stop_of_before(before)
    run("systemctl", "start", *EARLY)
    succeeds("systemctl", "restart", *sync.ASKED)  # its program may be a new one
    succeeds("systemctl", "restart", "kitte-watch.service")  # mail goes on without it
    for name in maps.render(machine):  # an earlier version put them there, with names that may be old
        (STAGE / "etc/postfix" / name).unlink(missing_ok=True)
    put_files(machine)
    answer_locally()
    if (LIB / "signal.json").exists():  # else Postfix starts once it has all its tables: the first sync brings them
        listen(machine)
    with trouble.beside("watch of the lease"):  # the sync looks at it every half minute too
        run("systemctl", "start", "kitte-holder.service", "kitte-sync.path")


def stop_of_before(before: list[Path]) -> None:
    """What this boot began by an earlier version's unit goes on as that says, however often it is started: a socket
    listens on the ports of then."""
    names = {path.name for path in before}
    if LATE["metadata/metadata.nft"] in before:
        names.add("kitte-metadata.service")
    stale = [unit for unit in EARLY if unit in names]
    if any(unit.endswith(".socket") for unit in stale):  # a socket does not come back while its service runs
        stale += sync.ASKED
    if stale:
        succeeds("systemctl", "stop", *stale)


def replaced(path: Path, text: str) -> bool:
    """Whether another one lay there, which systemd may have read."""
    known = path.read_text() if path.exists() else None
    if known != text:
        write(path, text, 0o755 if text.startswith("#!") else 0o644)
    return known not in (None, text)


def put_files(machine: Json) -> None:
    """Validated where they lie, then put in place together; the old ones come back when a service refuses."""
    files = {path: Path("/") / path.relative_to(STAGE) for path in STAGE.rglob("*") if path.is_file()}
    wanted = {target: staged.read_bytes() for staged, target in files.items()}
    wanted[placing.MAIN] = sync.main_cf(machine, load(limits.LIMITS), load(places.CONNECTIONS)).encode()
    changed = [target for target, content in wanted.items() if not (target.exists() and target.read_bytes() == content)]
    changed = [target for target in changed if target != MASTER]  # composed by certificate.listen
    if not changed:
        return
    validate()
    before = {target: target.read_bytes() if target.exists() else None for target in changed}
    try:
        for target in changed:
            write(target, wanted[target])
        for table in (placing.ALIASES, placing.REPLIES, placing.REPLIES_TO):  # the first sync fills them
            if not table.exists():
                write(table, "")
        for name, table in {**dict.fromkeys(beside.ALL, ""), **maps.render(machine)}.items():
            if not (placing.MAPS / name).exists():
                write(placing.MAPS / name, table)
        for service in ("unbound", "dovecot"):
            if touched(changed, service):
                run("systemctl", "restart", service)
        if touched(changed, "postfix") and succeeds("systemctl", "is-active", "--quiet", "postfix"):
            run("postfix", "check")  # else its unit does, when it starts
            succeeds("systemctl", "reload", "postfix")
        if touched(changed, "opendkim.conf") and (placing.DKIM / "SigningTable").exists():
            run("systemctl", "restart", "opendkim")
    except (Broken, OSError):
        for target, content in before.items():
            if content is None:
                target.unlink(missing_ok=True)
            else:
                write(target, content)
        for service in ("unbound", "dovecot", "opendkim"):
            succeeds("systemctl", "restart", service)
        succeeds("systemctl", "reload", "postfix")
        raise
    log(f"put in place: {', '.join(sorted(map(str, changed)))}")


def touched(changed: list[Path], name: str) -> bool:
    return any(name in path.parts for path in changed)


def validate() -> None:
    etc = STAGE / "etc"
    corner = RUN / "postfix"
    shutil.rmtree(corner, ignore_errors=True)
    shutil.copytree(etc / "postfix", corner)
    for shared in ("dynamicmaps.cf", "postfix-files"):
        shutil.copy(Path("/etc/postfix") / shared, corner)
    master = (corner / "master.cf").read_text() + (corner / "master.cf.listeners").read_text()
    (corner / "master.cf").write_text(master)
    run("postfix", "-c", str(corner), "check")
    # A misspelt parameter or an undefined $name is only a warning, and `postfix check` says nothing at all
    warnings = [line for line in run("postconf", "-c", str(corner), "-n").splitlines() if " warning: " in line]
    if warnings:
        raise Broken(" / ".join(warnings))
    run("doveconf", "-n", "-c", str(etc / "dovecot/dovecot.conf"))
    run("unbound-checkconf", str(etc / "unbound/unbound.conf.d/kitte.conf"))
    opendkim = RUN / "opendkim"  # stands in for the tables, which only a sync can bring
    write(opendkim / "KeyTable", "")
    write(opendkim / "SigningTable", "")
    conf = (etc / "opendkim.conf").read_text().replace(f"{placing.DKIM}/", f"{opendkim}/")
    write(opendkim / "opendkim.conf", conf)
    run("opendkim", "-n", "-x", str(opendkim / "opendkim.conf"))


def answer_locally() -> None:
    """The network's resolver serves until ours does."""
    run("systemctl", "start", "unbound")
    deadline = time.monotonic() + 20
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", 53)) == 0:
                break
        if time.monotonic() > deadline:
            raise Broken("unbound does not answer on 127.0.0.1; see journalctl -u unbound")
        time.sleep(0.2)
    resolver.keep()
    with trouble.beside("what the network's resolver listens on"):
        resolver.alone()

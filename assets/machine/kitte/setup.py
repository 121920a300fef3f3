"""Once a boot: packages, files, services; then syncs until the machine is what it should be, or cannot be."""

import hashlib
import shutil
import socket
import time
from pathlib import Path

from kitte import status, sync
from kitte.aws import Aws, Metadata
from kitte.certificate import MASTER, STAGE, listen
from kitte.command import run, succeeds
from kitte.render import program
from kitte.shell import LIB, RUN, Broken, Json, NotYet, log, save, write

PATIENCE = 600  # seconds for the first convergence; the stack's creation policy waits longer
POLICY = Path("/usr/sbin/policy-rc.d")
SWAP = Path("/swapfile")
UNITS = Path("/etc/systemd/system")
LATE = {
    "kitte-sync.service": UNITS / "kitte-sync.service",
    "kitte-sync.timer": UNITS / "kitte-sync.timer",
    "kitte-sync.path": UNITS / "kitte-sync.path",
    "kitte-holder.service": UNITS / "kitte-holder.service",
    "kitte-agent.service": UNITS / "kitte-agent.service",
    "postfix.conf": UNITS / "postfix.service.d/kitte.conf",
    "kitte.conf": Path("/etc/tmpfiles.d/kitte.conf"),
    "master.cf": STAGE / "etc/postfix/master.cf",
    "milter_headers": STAGE / "etc/postfix/milter_headers",
    "deploy.sh": Path("/etc/letsencrypt/renewal-hooks/deploy/kitte"),
}


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
        boot["failed"] = str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
    save(RUN / "boot.json", boot)
    state = until_settled(machine, aws, boot)
    succeeds("systemctl", "start", "kitte-sync.timer")
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
    swap(machine["swapMiB"])
    install_packages(program("packages").split())
    if not succeeds("id", "kitte"):
        run("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "kitte")
    for name, path in LATE.items():
        write(path, program(name), 0o755 if name == "deploy.sh" else 0o644)
    for daemon in ("dovecot", "opendkim", "postfix"):
        write(UNITS / f"{daemon}.service.d/stop.conf", program("stop.conf"))
    run("systemctl", "daemon-reload")
    run("systemd-tmpfiles", "--create", str(LATE["kitte.conf"]))
    put_files()
    answer_locally()
    run("systemctl", "start", "dovecot")
    listen(machine)
    # At the next boot Postfix waits for the volume: the holder sees to it before cloud-init comes to us.
    run("systemctl", "disable", "postfix")
    run("systemctl", "enable", "--now", "kitte-holder.service", "kitte-sync.path")


def install_packages(packages: list[str]) -> None:
    if succeeds("dpkg-query", "--show", *packages) and not unfinished(packages):
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ("apt-get", "-qy", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
    run("debconf-set-selections", stdin="postfix postfix/main_mailer_type select No configuration\n")
    write(POLICY, "#!/bin/sh\nexit 101\n", 0o755)  # nothing starts on a package's own defaults
    try:
        run("dpkg", "--configure", "-a", env=quiet)
        run(*apt, "-o", "Acquire::Languages=none", "update", env=quiet)
        run(*apt, "install", "--no-install-recommends", *packages, timeout=900, env=quiet)
    finally:
        POLICY.unlink(missing_ok=True)
    log("packages installed")


def unfinished(packages: list[str]) -> bool:
    states = run("dpkg-query", "--show", "--showformat=${db:Status-Status}\n", *packages)
    return any(state != "installed" for state in states.split())


def swap(size: int) -> None:
    """Best effort: a container has none to give."""
    if size == 0 or SWAP.exists():
        return
    try:
        run("fallocate", "-l", f"{size}M", str(SWAP))
        SWAP.chmod(0o600)
        run("mkswap", str(SWAP))
        run("swapon", str(SWAP))
        with open("/etc/fstab", "a") as fstab:
            fstab.write(f"{SWAP} none swap sw,nofail 0 0\n")
    except (Broken, OSError) as error:
        log(f"no swap: {error}")


def put_files() -> None:
    """Validated where they lie, then put in place together; the old ones come back when a service refuses."""
    files = {path: Path("/") / path.relative_to(STAGE) for path in STAGE.rglob("*") if path.is_file()}
    changed = [target for staged, target in files.items() if not same(staged, target)]
    changed = [target for target in changed if target != MASTER]  # composed by certificate.listen
    if not changed:
        return
    validate()
    before = {target: target.read_bytes() if target.exists() else None for target in changed}
    try:
        for target in changed:
            write(target, (STAGE / target.relative_to("/")).read_bytes())
        for table in (sync.SENDERS, sync.ALIASES):  # the first sync fills them
            table.touch()
        for service in ("unbound", "dovecot"):
            run("systemctl", "restart", service)
        if MASTER.exists():
            run("postfix", "check")
            succeeds("systemctl", "reload", "postfix")
        if (sync.DKIM / "policy.lua").exists():
            run("systemctl", "restart", "opendkim")
    except Broken:
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


def same(staged: Path, target: Path) -> bool:
    return target.exists() and target.read_bytes() == staged.read_bytes()


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
    opendkim = RUN / "opendkim"  # stands in for the key table and the policy, which only a sync can bring
    write(opendkim / "KeyTable", "")
    write(opendkim / "policy.lua", "return nil\n")
    conf = (etc / "opendkim.conf").read_text().replace(f"{sync.DKIM}/", f"{opendkim}/")
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
    sync.keep_resolver()

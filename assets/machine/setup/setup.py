"""Once a boot: files, services; then syncs until the machine is what it should be, or cannot be."""

import hashlib
import socket
import time
from pathlib import Path

from kitte.base import manifest, status, trouble
from kitte.base.aws import Aws, Metadata
from kitte.base.command import run, succeeds
from kitte.base.manifest import program
from kitte.base.shell import LIB, RUN, Broken, Json, NotYet, load, log, save, write
from kitte.certificate.certificate import STAGE, listen
from kitte.limits import limits
from kitte.packages import packages
from kitte.postfix import beside, maps
from kitte.setup import journal, swap
from kitte.sync import placing, sync
from kitte.unbound import resolver
from kitte.watch import places

PATIENCE = 600  # seconds for the first convergence; the stack's creation policy waits longer
UNITS = Path("/etc/systemd/system")


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
        for unit in manifest.units(starts="last"):  # the agent takes its time
            succeeds("systemctl", "start", "--no-block", unit)
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
    before = [path for path, file in manifest.read()["files"].items() if replaced(path, file)]
    for path in manifest.read()["gone"]:
        Path(path).unlink(missing_ok=True)
    if before:
        run("systemctl", "daemon-reload")  # what is new is found without
    with trouble.beside("share of the journal"):
        journal.keep()
    swap.ensure(machine["swapMiB"])
    run("systemd-sysusers", "/etc/sysusers.d/kitte.conf")
    patiently(lambda: packages.ensure(*manifest.read()["packages"]))
    with trouble.beside("units of the next boot"):  # setup runs then too, only later
        run("systemctl", "enable", "--no-reload", *manifest.units(enabled=True))
    # By hand: systemctl would start a shell for each that has a SysV script too. They wait for the volume
    for daemon in manifest.daemons(onVolume=True):
        (UNITS / f"multi-user.target.wants/{daemon}.service").unlink(missing_ok=True)
    run("systemctl", "daemon-reload")
    stop_of_before(before)
    run("systemctl", "start", *manifest.units(starts="early"))
    for unit in manifest.units(renewed=True):  # each by itself, as mail goes on without one
        succeeds("systemctl", "restart", unit)
    put_files(machine)
    answer_locally()
    if (LIB / "signal.json").exists():  # else Postfix starts once it has all its tables: the first sync brings them
        listen(machine)
    with trouble.beside("watch of the lease"):  # the sync looks at it every half minute too
        run("systemctl", "start", *manifest.units(starts="placed"))


def stop_of_before(before: list[str]) -> None:
    """What this boot began by an earlier version's unit goes on as that says, however often it is started: a socket
    listens on the ports of then."""
    stale = [
        unit
        for unit, said in manifest.read()["units"].items()
        if said.get("starts") == "early" and {f"{UNITS}/{unit}", *said.get("reads", ())}.intersection(before)
    ]
    if any(unit.endswith(".socket") for unit in stale):  # a socket does not come back while its service runs
        stale += manifest.asked()
    if stale:
        succeeds("systemctl", "stop", *stale)


def replaced(path: str, file: Json) -> bool:
    """Whether another one lay there, which systemd may have read."""
    if file.get("inUserData"):
        return False
    text, place = program(f"files{path}"), staged(path) if "daemon" in file else Path(path)
    known = place.read_text() if place.exists() else None
    if known != text:
        write(place, text, int(file.get("mode", "644"), 8))
    return known not in (None, text)


def staged(path: str) -> Path:
    return STAGE / path.lstrip("/")


def put_files(machine: Json) -> None:
    """Validated where they lie, then put in place together; the old ones come back when a service refuses."""
    paths = [path for path, file in manifest.read()["files"].items() if "daemon" in file]
    wanted = {Path(path): staged(path).read_bytes() for path in paths}
    wanted[placing.MAIN] = sync.main_cf(machine, load(limits.LIMITS), load(places.CONNECTIONS)).encode()
    changed = [target for target, content in wanted.items() if not (target.exists() and target.read_bytes() == content)]
    if not changed:
        return
    daemons = manifest.read()["daemons"]
    for daemon in daemons.values():
        manifest.function(daemon["validate"])(STAGE / "etc")
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
        for name, daemon in daemons.items():
            if manifest.changed(name, map(str, changed)):
                put_in_force(name, daemon)
    except (Broken, OSError):
        for target, content in before.items():
            if content is None:
                target.unlink(missing_ok=True)
            else:
                write(target, content)
        for name, daemon in daemons.items():
            succeeds("systemctl", daemon["onChange"], name)
        raise
    log(f"put in place: {', '.join(sorted(map(str, changed)))}")


def put_in_force(name: str, daemon: Json) -> None:
    if daemon["onChange"] == "reload":
        if succeeds("systemctl", "is-active", "--quiet", name):  # else its unit looks itself, when it starts
            run(*daemon.get("check", ("true",)))
            succeeds("systemctl", "reload", name)
    elif "needs" not in daemon or Path(daemon["needs"]).exists():
        run("systemctl", "restart", name)


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

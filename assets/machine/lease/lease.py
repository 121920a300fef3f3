"""Which machine serves? The deploy writes it into the lease; the machines follow it.

The one that is named takes the volume with queue and certificate, then the address. The one that is not (any more)
lets go of the volume, delivers nothing and listens for itself alone. A volume is attached to one machine at a time,
so whatever goes wrong, never do two machines work on one queue.
"""

import json
import time
from pathlib import Path

from kitte.base import manifest, trouble
from kitte.base.aws import Aws
from kitte.base.command import run, succeeds
from kitte.base.shell import LIB, RUN, Broken, Json, NotYet, load, log, save
from kitte.certificate import certificate
from kitte.lease import ec2
from kitte.volume import volume

KNOWN = LIB / "lease.json"  # a machine that restarts while AWS does not answer goes on as before
HELD = RUN / "volume.json"
WAITED = RUN / "waited.json"
WORDS = ("instance", "volume", "address", "allocation")
PATIENCE = 20  # seconds a time
FINISH = 5  # seconds for what is on its way
ASK, FORCE = 30, 60  # seconds that the former holder has before it is asked to let go, and before it must


def read(machine: Json, aws: Aws) -> tuple[Json, bool, str]:
    """The lease, whether it was heard just now, and what is wrong with it: a broken one changes nothing."""
    name = machine["names"]["lease"]
    try:
        text = aws.parameter(name)
    except NotYet:
        return known(), False, ""
    try:
        lease = json.loads(text)
    except ValueError:
        lease = None
    if not whole(lease):
        return known(), False, f"the lease {name} does not name {', '.join(WORDS)}: {text[:200]!r}; deploy again"
    return lease, True, ""


def whole(lease: object) -> bool:
    return isinstance(lease, dict) and all(isinstance(lease.get(word), str) for word in WORDS)


def known() -> Json:
    """What was heard last. One that an earlier version wrote, and this one cannot follow, is none."""
    kept = load(KNOWN)
    return kept if whole(kept) else {}


def followed(machine: Json, aws: Aws) -> bool:
    """Whether everything is as the lease says. It asks and changes nothing."""
    lease, heard, _ = read(machine, aws)
    if lease.get("instance") != aws.instance:
        return not held()
    public = public_address(aws) == lease["address"]
    return volume.mounted() and certificate.SERVING.exists() == public and (public or not heard)


def held() -> bool:
    return HELD.exists() or volume.anything_mounted()


def public_address(aws: Aws) -> str:
    try:
        return aws.metadata.get("meta-data/public-ipv4")
    except NotYet:  # an instance without one has no such path
        return ""


def follow(machine: Json, aws: Aws) -> bool:
    """Whether this machine serves."""
    lease, heard, wrong = read(machine, aws)
    serves = obey(machine, aws, lease, heard=heard)
    if wrong:
        raise Broken(wrong)
    return serves


def obey(machine: Json, aws: Aws, lease: Json, *, heard: bool) -> bool:
    if heard and lease != load(KNOWN):
        with trouble.beside("lease for a boot without AWS"):
            save(KNOWN, lease)
    if lease.get("instance") != aws.instance:
        let_go(machine, aws)
        return False
    changed = take(machine, aws, lease["volume"])
    public = public_address(aws) == lease["address"]
    if not public and heard:
        ec2.associate(aws, lease["allocation"])
        public = True
        log(f"took the address {lease['address']}")
    changed = changed or public != certificate.SERVING.exists()
    mark(serving=public)
    if changed:
        certificate.listen(machine)
    return public


def mark(*, serving: bool) -> None:
    if serving:
        certificate.SERVING.touch()
    else:
        certificate.SERVING.unlink(missing_ok=True)
        certificate.FLUSHED.unlink(missing_ok=True)


def take(machine: Json, aws: Aws, name: str) -> bool:
    """Whether there was anything to take."""
    if volume.mounted():
        return False
    with services_stopped():  # they serve nobody yet, and have ended by the time that the volume is here
        save(HELD, {"volume": name})  # whatever is found on it, it is given back
        device = attached(aws, name)
        WAITED.unlink(missing_ok=True)
        volume.mount(device)
        with trouble.beside("certificate on the volume"):  # else another one is obtained
            certificate.adopt(machine)
    (LIB / "status.json").unlink(missing_ok=True)  # another machine may have spoken since
    log(f"took the volume {name}")
    return True


def reassert(machine: Json, aws: Aws) -> None:
    """A machine that failed to take our place may have spoken last. A parameter that is gone is left so."""
    name, told = machine["names"]["status"], load(LIB / "status.json")
    if not told or load(KNOWN).get("instance") != aws.instance:
        return
    try:
        last = json.loads(aws.parameter(name))
        if last != told:
            aws.put_parameter(name, json.dumps(told))
    except (NotYet, ValueError) as error:
        log(f"whether the last word is ours is not known: {error}")


def let_go(machine: Json, aws: Aws) -> None:
    """What is on its way out may arrive first, if it is quick: cut off, it would be sent again by the next holder."""
    mark(serving=False)
    if not held():
        return
    name = load(HELD).get("volume", "")
    if volume.anything_mounted():
        finish(machine)
        with services_stopped():
            volume.unmount()
            give_back(aws, name)  # the next one waits for it
    else:
        give_back(aws, name)
    HELD.unlink(missing_ok=True)
    log(f"let go of the volume {name}")
    certificate.listen(machine)


def give_back(aws: Aws, name: str) -> None:
    if name and ec2.holder(aws, name)[0] == aws.instance:
        ec2.detach(aws, name, aws.instance)


def finish(machine: Json) -> None:
    """Nothing new comes in or goes out. The volume may be full or gone, and must be let go all the same."""
    try:
        certificate.listen(machine)
    except Broken as error:
        log(f"Postfix is stopped at once: {error}")
        return
    deadline = time.monotonic() + FINISH
    while sending() and time.monotonic() < deadline:
        time.sleep(0.1)


def sending() -> bool:
    """Whether a connection to another server's port 25 is open: proc_pid_net(5), state 1 is established."""
    rows = [line.split() for line in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    return any(row[2].endswith(":0019") and row[3] == "01" for row in rows)


class services_stopped:  # noqa: N801
    """Whoever has a file or a socket in the queue's directory. Postfix is started by whoever opens the listeners."""

    def __enter__(self) -> None:
        last = manifest.daemons(onVolume=True, stopsLast=True)
        run("systemctl", "stop", *(name for name in reversed(manifest.daemons(onVolume=True)) if name not in last))
        run("systemctl", "stop", *last)

    def __exit__(self, *_: object) -> None:
        if not volume.laid_out():
            volume.ask("lay_out")
        daemons = ["dovecot", *(["opendkim"] if certificate.can_sign() else [])]
        succeeds("systemctl", "start", "--no-block", *daemons)  # whoever starts Postfix waits for Dovecot


def attached(aws: Aws, name: str) -> str:
    """The device of the volume, once it is attached here."""
    deadline = time.monotonic() + PATIENCE
    while not (device := volume.ask("prepare", name)):
        holder, state = ec2.holder(aws, name)
        if holder not in ("", aws.instance):
            urge(aws, name, holder, state)
        elif not holder:
            ec2.attach(aws, name)
        if time.monotonic() > deadline:
            where = f"still {state} at {holder}" if holder != aws.instance else "attached, but has no device yet"
            raise NotYet(f"volume {name} is {where}")
        time.sleep(0.1)
    return device


def urge(aws: Aws, name: str, holder: str, state: str) -> None:
    """A holder lets go by itself. One that is stopped, hangs or is cut off is made to: what it accepted is on the
    disk (postfix queue files are flushed before the client hears 250), and it has lost its listeners' address."""
    waited = load(WAITED)
    if waited.get("holder") != holder or "since" not in waited:
        waited = {"holder": holder, "since": time.monotonic(), "forced": False}
        save(WAITED, waited)
    seconds = time.monotonic() - waited["since"]  # of this boot, whatever the clock does
    if waited.get("forced"):
        return
    if seconds > FORCE:
        log(f"volume {name} is taken from {holder} by force")
        ec2.detach(aws, name, holder, force=True)
        save(WAITED, {**waited, "forced": True})
    elif seconds > ASK and state == "attached":  # else it was asked already: detaching, busy
        log(f"volume {name} is taken from {holder}")
        ec2.detach(aws, name, holder)

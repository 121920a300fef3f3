"""Which of the texts that came with the programs main.cf and master.cf are made of, and the values in them. The texts
are rendered by lib/machine/postfix."""

import shutil
from pathlib import Path

from kitte.base.command import run
from kitte.base.manifest import program
from kitte.base.shell import RUN, Broken, Json
from kitte.watch import places


def validate(etc: Path) -> None:
    corner = RUN / "postfix"
    shutil.rmtree(corner, ignore_errors=True)
    shutil.copytree(etc / "postfix", corner)
    for shared in ("dynamicmaps.cf", "postfix-files"):
        shutil.copy(Path("/etc/postfix") / shared, corner)
    (corner / "master.cf").write_text(master_cf(serving=True, certified=True, inbound=True))  # all that it may have
    run("postfix", "-c", str(corner), "check")
    # A misspelt parameter or an undefined $name is only a warning, and `postfix check` says nothing at all
    warnings = [line for line in run("postconf", "-c", str(corner), "-n").splitlines() if " warning: " in line]
    if warnings:
        raise Broken(" / ".join(warnings))


def master_cf(*, serving: bool, certified: bool, inbound: bool) -> str:
    """Without a certificate nothing listens at all; port 25 only where a domain's mail comes here."""
    ports = ("inbound" if inbound else "submission") if certified else "closed"
    return program(f"postfix/master.cf.{'serving' if serving else 'standby'}.{ports}")


def names_cf(machine: Json) -> str:
    """HELO is the name in force; a host is its own mail exchanger by its A record (RFC 5321 section 5.1), by that of
    before too."""
    return program("postfix/main.cf.names").format(
        hostName=machine["hostName"],
        domain=machine["domain"],
        served=", ".join(dict.fromkeys((*machine["served"], *machine["hosts"]))),
    )


def main_cf(staged: str, chosen: Json, connections: Json) -> str:
    """The user-data's main.cf, and what may change without it."""
    if not chosen:
        return staged
    size = chosen["messageSizeMiB"] << 20
    connected = places.checked({"connections": connections})
    return staged + program("postfix/main.cf.limits").format(
        processes=places.most(connected) + places.OWN,
        perAddress=connected["perKnownAddress"],  # anvil(8) counts as well
        messageSize=size,
        mailboxSize=max(51_200_000, 2 * size),
        recipients=chosen["recipientsPerMessage"] + 1,
    )

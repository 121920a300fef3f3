"""What main.cf has beyond the user-data's: it may change without a reboot."""

import shutil
from pathlib import Path

from kitte.base.command import run
from kitte.base.shell import RUN, Broken, Json
from kitte.watch import places


def validate(etc: Path) -> None:
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


def names_cf(machine: Json) -> str:
    """HELO is the name in force; a host is its own mail exchanger by its A record (RFC 5321 section 5.1), by that of
    before too."""
    lines = {
        "myhostname": machine["hostName"],
        "myorigin": machine["domain"],
        "virtual_alias_domains": ", ".join(dict.fromkeys((*machine["served"], *machine["hosts"]))),
    }
    return "\n### Names\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())


def main_cf(staged: str, chosen: Json, connections: Json) -> str:
    """The user-data's main.cf, and what may change without it. A mailbox must hold at least one message."""
    if not chosen:
        return staged
    size = chosen["messageSizeMiB"] << 20
    connected = places.checked({"connections": connections})
    lines = {
        # Never met, as nftables lets in fewer: who meets it makes Postfix harsh to all for a quarter of an hour
        "default_process_limit": places.most(connected) + places.OWN,
        # anvil(8) counts as well, should nftables fail
        "smtpd_client_connection_count_limit": connected["perKnownAddress"],
        "message_size_limit": size,
        "mailbox_size_limit": max(51_200_000, 2 * size),
        # kitte-clerk refuses the message that has more; Postfix itself would take a part of it
        "smtpd_recipient_limit": chosen["recipientsPerMessage"] + 1,
    }
    return staged + "\n### From the settings\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())

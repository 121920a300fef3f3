"""The unit kitte-install: runs what packages bring with them, as root."""

from pathlib import Path

from kitte.base import errand
from kitte.base.command import run
from kitte.base.shell import Json, log, write
from kitte.packages.packages import OPTIONS, UNIT, in_turn

POLICY = Path("/usr/sbin/policy-rc.d")
SPARED = "/usr/local/lib/kitte/spared"  # installed by setup
# systemd's own switch for an image that is not booted: what packages' scripts say to systemctl is written down, not
# carried out, and each of them no longer makes systemd read all its units anew. Whoever asked for this does that, once.
QUIET = {
    "DEBIAN_FRONTEND": "noninteractive",
    "PATH": f"{SPARED}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "SYSTEMD_OFFLINE": "1",
}


def install(*names: str) -> None:
    run("debconf-set-selections", stdin="postfix postfix/main_mailer_type select No configuration\n")
    finish()
    path = f"DPkg::Path={QUIET['PATH']}"  # which apt would set to its own
    quietly("apt-get", "install", *OPTIONS, "-o", path, *names)  # from where apt has put them: no network is here
    lay_out()
    log(f"installed: {' '.join(names)}")


def finish() -> None:
    quietly("dpkg", "--configure", "-a")


def quietly(*command: str) -> None:
    """Nothing starts on a package's own defaults, and nothing asks."""
    write(POLICY, "#!/bin/sh\nexit 101\n", 0o755)
    try:
        in_turn(*command, env=QUIET)
    finally:
        POLICY.unlink(missing_ok=True)


def lay_out() -> None:
    """Its directories belong to accounts that the packages made, one of them set-id."""
    run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/kitte.conf")


def main(_machine: Json) -> int:
    return errand.answer(UNIT, {action.__name__: action for action in (install, finish, lay_out)})

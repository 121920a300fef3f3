"""The unit kitte-install: runs what packages bring with them, as root."""

from pathlib import Path

from kitte import errand
from kitte.command import run
from kitte.packages import OPTIONS, UNIT
from kitte.shell import Json, log, write

POLICY = Path("/usr/sbin/policy-rc.d")
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def install(*names: str) -> None:
    run("debconf-set-selections", stdin="postfix postfix/main_mailer_type select No configuration\n")
    finish()
    quietly("apt-get", "install", *OPTIONS, *names)  # from where apt has put them: no network is here
    log(f"installed: {' '.join(names)}")


def finish() -> None:
    quietly("dpkg", "--configure", "-a")


def quietly(*command: str) -> None:
    """Nothing starts on a package's own defaults, and nothing asks."""
    write(POLICY, "#!/bin/sh\nexit 101\n", 0o755)
    try:
        run(*command, timeout=900, env=QUIET)
    finally:
        POLICY.unlink(missing_ok=True)


def lay_out() -> None:
    """Its directories belong to accounts that the packages made, one of them set-id."""
    run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/kitte.conf")


def main(_machine: Json) -> int:
    return errand.answer(UNIT, {action.__name__: action for action in (install, finish, lay_out)})

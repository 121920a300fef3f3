"""What needs every right: packages, accounts, swap. A unit of its own runs it, so that the others can do without."""

from pathlib import Path

from kitte.command import run, succeeds
from kitte.render import program
from kitte.shell import RUN, Broken, Json, load, log, save, write

POLICY = Path("/usr/sbin/policy-rc.d")
SWAP = Path("/swapfile")
ACCOUNTS = ("kitte", "kitte-guard")  # the mailbox of roles, and the one who counts
AGENT = RUN / "amazon-ssm-agent.deb"
OUTCOME = RUN / "install.json"
APT = ("apt-get", "-qy", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def start() -> None:
    """Runs the unit, and again when it says nothing: then systemd could not start it just now."""
    if succeeds("systemctl", "start", "kitte-install"):
        return
    if load(OUTCOME).get("failed") or not succeeds("systemctl", "start", "kitte-install"):
        raise Broken(load(OUTCOME).get("failed") or "kitte-install failed; see journalctl -u kitte-install")


def main(machine: Json) -> int:
    OUTCOME.unlink(missing_ok=True)
    try:
        swap(machine["swapMiB"])
        install_packages(program("packages").split())
        for account in ACCOUNTS:
            if not succeeds("id", account):
                run("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", account)
        run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/kitte.conf")
        if AGENT.exists():
            run(*APT, "install", str(AGENT), timeout=900, env=QUIET)
    except Exception as error:
        reason = str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
        save(OUTCOME, {"failed": reason})
        log(reason)
        return 1
    return 0


def install_packages(packages: list[str]) -> None:
    if succeeds("dpkg-query", "--show", *packages) and not unfinished(packages):
        return
    run("debconf-set-selections", stdin="postfix postfix/main_mailer_type select No configuration\n")
    write(POLICY, "#!/bin/sh\nexit 101\n", 0o755)  # nothing starts on a package's own defaults
    try:
        run("dpkg", "--configure", "-a", env=QUIET)
        run(*APT, "-o", "Acquire::Languages=none", "update", env=QUIET)
        run(*APT, "install", "--no-install-recommends", *packages, timeout=900, env=QUIET)
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

"""Every half minute: what the settings say becomes what the machine does, and what it does is reported."""

import hashlib
import json
import time
from pathlib import Path

from kitte import certificate, disk, lease, limits, notices, port25, ready, render, status
from kitte.aws import Aws, Metadata
from kitte.command import run, succeeds
from kitte.shell import LIB, RUN, Broken, Json, NotYet, Waiting, load, log, save, write

SECRET_AGE = 300  # seconds
PATIENCE = 120  # seconds that a refusal by AWS may last: a new role's permissions take a while to spread
PASSWD = Path("/etc/dovecot/kitte.passwd")
SENDERS = Path("/etc/postfix/sender_logins")
ALIASES = Path("/etc/postfix/aliases")
MAIN = Path("/etc/postfix/main.cf")
OPENDKIM = Path("/etc/opendkim.conf")
DKIM = Path(render.DKIM)
Files = dict[Path, tuple[str, int, str]]


def main(machine: Json) -> int:
    (RUN / "nudge").unlink(missing_ok=True)
    aws = Aws(Metadata())
    if (RUN / "boot.json").exists():
        once(machine, aws)
    elif (LIB / "signal.json").exists():  # a later boot, before its setup, which may need AWS: go on as before
        lease.follow(machine, aws)
        certificate.listen(machine)
    return 0


def once(machine: Json, aws: Aws) -> str:
    """The state that it ends in; `retrying` is not reported."""
    report: Json = {**load(RUN / "report.json"), "userData": load(RUN / "boot.json").get("userData", "")}
    try:
        state, reason = apply(machine, aws, report), ""
    except Waiting as error:
        state, reason = "waiting", str(error)
    except NotYet as error:
        state, reason = ("failed" if lasting(str(error)) else "retrying"), str(error)
    except Exception as error:
        state, reason = "failed", str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
    if state in ("converged", "standby", "waiting"):
        (RUN / "failing.json").unlink(missing_ok=True)
    broken = load(RUN / "boot.json").get("failed")
    if broken and state != "retrying":  # else the settings are in force on the files of an earlier user-data
        state, reason = "failed", broken
    save(RUN / "report.json", {**report, "state": state})
    if state != "retrying":
        status.tell(machine, aws, {**report, "state": state, "reason": reason, "port25": port25.state()})
    return state


def lasting(reason: str) -> bool:
    failing = load(RUN / "failing.json")
    if "since" not in failing:
        failing = {"since": time.time()}
    if failing.get("reason") != reason:
        log(f"will try again: {reason}")
    save(RUN / "failing.json", {**failing, "reason": reason})
    return time.time() - failing["since"] > PATIENCE


def apply(machine: Json, aws: Aws, report: Json) -> str:
    names = machine["names"]
    state = "converged" if lease.follow(machine, aws) else "standby"
    if state == "converged":
        port25.keep()
    text = aws.parameter(names["settings"])
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = load(RUN / "fetched.json")  # of this boot
    settled = report.get("state") == state and known.get("settings") == digest
    passwords: Json = {}
    report["settings"] = digest
    if not settled or time.time() - known.get("at", 0) > SECRET_AGE:
        settings = json.loads(text)
        render.check(settings)
        passwords = fetch_and_put(names, aws, settings, report)
        save(RUN / "fetched.json", {"settings": digest, "at": time.time()})
        if state == "converged":
            disk.ask("grow")
            lease.reassert(machine, aws)
    keep_resolver()
    certificate.ensure(machine)
    if not settled:
        ready.check(machine, json.loads(text), passwords)
    notices.send(json.loads(text)["domain"])
    return state


def fetch_and_put(names: Json, aws: Aws, settings: Json, report: Json) -> Json:
    domain = settings["domain"]
    selector = settings["dkim"]["active"]
    pem = aws.parameter(f"{names['dkim']}/{domain}/{selector}")
    version, secret = aws.secret(names["usersSecret"])
    passwords = json.loads(secret)
    report["usersVersion"] = version
    missing = [user["login"] for user in settings["users"] if user["login"] not in passwords]
    if missing:
        raise NotYet(f"secret {names['usersSecret']} has no password for {', '.join(missing)}")
    old = PASSWD.read_text() if PASSWD.exists() else ""
    put(
        {
            PASSWD: (render.passwd(settings, passwords, old, crypt), 0o640, "dovecot"),
            SENDERS: (render.sender_logins(settings), 0o644, "root"),
            ALIASES: (render.aliases(settings), 0o644, "root"),
            limits.LIMITS: (render.limits_file(settings), 0o644, "root"),
            MAIN: (main_cf(settings["limits"]), 0o644, "root"),
            DKIM / "KeyTable": (render.key_table(settings), 0o640, "opendkim"),
            DKIM / "policy.lua": (render.policy(settings), 0o640, "opendkim"),
            DKIM / f"{selector}.pem": (pem, 0o640, "opendkim"),
        }
    )
    return passwords


def main_cf(chosen: Json) -> str:
    return render.main_cf((certificate.STAGE / MAIN.relative_to("/")).read_text(), chosen)


def crypt(password: str, salt: str | None) -> str:
    if "\n" in password:
        raise Broken("a password holds a line break, which SASL PLAIN cannot carry")
    chosen = ("-salt", salt) if salt else ()
    return run("openssl", "passwd", "-6", *chosen, "-stdin", stdin=password + "\n").strip()


def put(files: Files) -> None:
    """Validated in a corner, then swapped, then in force; back to the old when it does not come up."""
    changed = {path: file for path, file in files.items() if not holds(path, file[0])}
    if not changed:
        return
    validate(files)
    before = {path: path.read_text() if path.exists() else None for path in changed}
    try:
        for path, (content, mode, group) in changed.items():
            write(path, content, mode, group)
        restart(changed)
    except Broken:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write(path, content, *files[path][1:])
        succeeds("systemctl", "restart", "opendkim")
        succeeds("systemctl", "reload", "postfix")
        raise
    for stale in set(DKIM.glob("*.pem")) - set(files):
        stale.unlink()
    log(f"put in force: {', '.join(sorted(path.name for path in changed))}")


def holds(path: Path, content: str) -> bool:
    return path.exists() and path.read_text() == content


def validate(files: Files) -> None:
    corner = RUN / "candidate"
    corner.mkdir(mode=0o711, exist_ok=True)
    for path, (content, mode, group) in files.items():
        if path.parent == DKIM:
            write(corner / path.name, content.replace(f"{DKIM}/", f"{corner}/"), mode, group)
        if path.suffix == ".pem":
            run("openssl", "pkey", "-in", str(corner / path.name), "-noout")
    conf = OPENDKIM.read_text().replace(f"{DKIM}/", f"{corner}/")
    write(corner / "opendkim.conf", conf)
    run("opendkim", "-n", "-x", str(corner / "opendkim.conf"))
    for path in corner.iterdir():
        path.unlink()


def restart(changed: Files) -> None:
    """OpenDKIM reads its policy anew on a reload, but a reload cannot fail, so it is restarted."""
    if any(path.parent == DKIM for path in changed):
        run("systemctl", "restart", "opendkim")
    if changed.keys() & {SENDERS, ALIASES, MAIN} and succeeds("systemctl", "is-active", "--quiet", "postfix"):
        run("systemctl", "reload", "postfix")


def keep_resolver() -> None:
    """DHCP clients and network managers like to write this file, so it is looked at again and again."""
    path = Path("/etc/resolv.conf")
    wanted = "# Kitte: the validating resolver on this machine\nnameserver 127.0.0.1\noptions edns0 trust-ad\n"
    if path.is_symlink() or not holds(path, wanted):
        write(path, wanted)
        write(Path("/var/spool/postfix/etc/resolv.conf"), wanted)
        log("resolv.conf now names the local validating resolver")



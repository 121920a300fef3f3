"""Every half minute: what the settings say becomes what the machine does, and what it does is reported."""

import contextlib
import time
from pathlib import Path

from kitte.base import alive, manifest, status, trouble
from kitte.base.aws import Aws, Metadata
from kitte.base.command import run, succeeds
from kitte.base.shell import LIB, RUN, Broken, Json, NotYet, Waiting, load, log, save
from kitte.certificate import certificate
from kitte.clerk import ownership
from kitte.dovecot import passdb
from kitte.lease import lease
from kitte.limits import limits, notices
from kitte.opendkim import keys, signing
from kitte.port25 import port25
from kitte.postfix import alias_map, beside, maps, postconf, replies
from kitte.settings import document, domains, former, identity, joining, naming, secret
from kitte.sync import placing, ready
from kitte.unbound import resolver
from kitte.updates import updates
from kitte.volume import volume
from kitte.warnings import warnings
from kitte.watch import places

SECRET_AGE = 300  # seconds
PATIENCE = 120  # seconds that a refusal by AWS may last: a new role's permissions take a while to spread
HURRY = 25  # seconds that a sync looks for what the deploy makes meanwhile: the next one is half a minute away
LONGEST = 900  # seconds of one sync: a certificate may take minutes
PASSWD = Path("/etc/dovecot/kitte.passwd")


def main(machine: Json) -> int:
    alive.go_on(LONGEST)
    (RUN / "nudge").unlink(missing_ok=True)
    aws = Aws(Metadata())
    if (RUN / "boot.json").exists():
        try:
            once(machine, aws)
            end = time.monotonic() + HURRY
            while (identity.hurries() or joining.hurries()) and time.monotonic() < end and not (RUN / "nudge").exists():
                time.sleep(identity.PAUSE)
                once(machine, aws)
        except NotYet as error:
            log(f"the report is not heard, will try again: {error}")
    elif (LIB / "signal.json").exists():  # a later boot, before its setup, which may need AWS: go on as before
        succeeds("systemctl", "start", "--no-block", *manifest.asked())  # else the first client waits for them
        try:
            lease.follow(machine, aws)
        finally:
            certificate.listen(machine)
    return 0


def once(machine: Json, aws: Aws) -> str:
    """The state that it ends in; `retrying` is not reported."""
    report: Json = {**load(RUN / "report.json"), "userData": load(RUN / "boot.json").get("userData", "")}
    try:
        state, reason = apply(machine, aws, report), report.get("waits", "")
    except Waiting as error:
        state, reason = "waiting", str(error)
    except NotYet as error:
        state, reason = ("failed" if lasting(str(error)) else "retrying"), str(error)
    except Exception as error:
        state, reason = "failed", str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
    if state in ("converged", "standby", "waiting"):
        (RUN / "failing.json").unlink(missing_ok=True)
    broken = load(RUN / "boot.json").get("failed")
    if broken:  # at most the settings are in force, on the files of an earlier user-data; setup does not try again
        state, reason = "failed", broken
    coming = look_ahead(machine)
    report["warning"] = "; ".join(coming.values())
    save(RUN / "report.json", {**report, "state": state})
    told = load(LIB / "status.json")
    try:
        if state != "retrying":
            status.tell(machine, aws, {**report, "state": state, "reason": reason, "port25": port25.state()})
        elif told and told.get("warning", "") != report["warning"]:  # it does not wait for the rest to last
            status.tell(machine, aws, {**told, "warning": report["warning"]})
    finally:  # a letter may wait for room in the queue, the report not for the letter
        write_letters(coming)
    return state


def lasting(reason: str) -> bool:
    failing = load(RUN / "failing.json")
    if "since" not in failing:
        failing = {"since": time.monotonic()}  # of this boot, whatever the clock does
    if failing.get("reason") != reason:
        log(f"will try again: {reason}")
    save(RUN / "failing.json", {**failing, "reason": reason})
    return time.monotonic() - failing["since"] > PATIENCE


def look_ahead(machine: Json) -> Json:
    """Whatever goes wrong here is no reason to report a failure."""
    try:
        return warnings.warnings(machine)
    except Exception as error:
        log(f"nothing is known of what may come: {type(error).__name__}: {error}")
        return {}


def write_letters(coming: Json) -> None:
    try:
        if domain := load(RUN / "fetched.json").get("domain"):
            warnings.tell(domain, coming)
    except Exception as error:
        log(f"the postmaster is not written to: {type(error).__name__}: {error}")


def apply(machine: Json, aws: Aws, report: Json) -> str:
    try:
        state, settings, passwords = obey(machine, aws, report)
    except Exception:
        if (LIB / "signal.json").exists():  # it served before, and goes on as well as it can
            keep_up(machine)
        raise
    with trouble.beside("resolver"):
        resolver.keep()
    certificate.ensure(machine)
    if passwords is not None:
        ready.check(machine, settings, passwords)
    if state == "converged" and not report["held"]:
        with trouble.beside("names that are in force"):
            identity.keep(settings)
        with trouble.beside("mail of former names"):
            report["former"] = former.look(settings)
    with trouble.beside("letters of the limits"):
        notices.send(settings["domain"])
    return state


def keep_up(machine: Json) -> None:
    """What needs no word from AWS, above all to close submission when the certificate is over."""
    for task in (resolver.keep, lambda: certificate.ensure(machine)):
        try:
            task()
        except Exception as error:
            log(f"{type(error).__name__}: {error}")


def obey(machine: Json, aws: Aws, report: Json) -> tuple[str, Json, Json | None]:
    """The state, the settings, and the passwords when all is to be proven anew."""
    names = machine["names"]
    if not naming.KEPT.exists():  # a new machine looks for a certificate of the name in force, before it serves
        with contextlib.suppress(NotYet, Broken):
            name = names["settings"]
            naming.learn(machine, document.understood(name, document.whole(aws, name, aws.parameter(name))))
    try:
        state = "converged" if lease.follow(machine, aws) else "standby"
    except Exception:
        with contextlib.suppress(NotYet):  # a deploy waits for a word that names its settings
            report["settings"] = document.digest_of(aws.parameter(names["settings"]))
        raise
    if state == "converged":
        with trouble.beside("try of port 25"):
            port25.keep()
    text = aws.parameter(names["settings"])
    digest = document.digest_of(text)
    report["settings"] = digest
    fetched = document.understood(names["settings"], document.whole(aws, names["settings"], text))
    settings = joining.admitted(names, aws, identity.in_force(names, aws, fetched, report), report)
    naming.learn(machine, settings)
    mark = f"{digest} {report['held']}{joining.mark(settings)}"
    known = load(RUN / "fetched.json")  # of this boot
    settled = report.get("state") == state and known.get("settings") == mark
    passwords: Json = {}
    now = time.monotonic()  # of this boot, whatever the clock does
    if not settled or now - known.get("at", 0) > SECRET_AGE:
        passwords = fetch_and_put(machine, aws, settings, report)
        save(RUN / "fetched.json", {"settings": mark, "at": now, "domain": settings["domain"]})
        if state == "converged":
            volume.grow()
            lease.reassert(machine, aws)
    with trouble.beside("window of the upgrades"):
        updates.keep(settings)
    return state, settings, None if settled else passwords


def fetch_and_put(machine: Json, aws: Aws, settings: Json, report: Json) -> Json:
    names = machine["names"]
    pems = {signing.key_file(settings, settings): identity.key_of(names, aws, settings)}
    pems |= keys.of_others(names, aws, settings, domains.of_others(settings))
    settings = joining.without_keys(names, settings, pems)
    theirs = {name for other in domains.of(settings)[1:] for name in other["served"]}
    tables = {**maps.render(machine, theirs), **beside.tables(settings)}
    passwords = secret.passwords(aws, names["usersSecret"], settings, report)
    old = PASSWD.read_text() if PASSWD.exists() else ""
    placing.put(
        {
            PASSWD: (passdb.passwd(settings, passwords, old, crypt), 0o640, "dovecot"),
            ownership.SENDERS: (ownership.senders_file(settings), 0o644, "root"),
            placing.ALIASES: (alias_map.aliases(settings), 0o644, "root"),
            placing.REPLIES: (replies.access(settings), 0o644, "root"),
            placing.REPLIES_TO: (replies.virtual(settings), 0o644, "root"),
            limits.LIMITS: (limits.limits_file(settings), 0o644, "root"),
            places.CONNECTIONS: (places.connections_file(settings), 0o644, "root"),
            placing.MAIN: (main_cf(machine, settings["limits"], settings.get("connections", {})), 0o644, "root"),
            **{placing.MAPS / name: (table, 0o644, "root") for name, table in tables.items()},
            placing.DKIM / "KeyTable": (signing.key_table(settings), 0o640, "opendkim"),
            placing.DKIM / "SigningTable": (signing.signing_table(settings), 0o640, "opendkim"),
            **{placing.DKIM / name: (pem, 0o640, "opendkim") for name, pem in pems.items()},
        }
    )
    return passwords


def main_cf(machine: Json, chosen: Json, connections: Json) -> str:
    staged = (certificate.STAGE / placing.MAIN.relative_to("/")).read_text() + postconf.names_cf(machine)
    return postconf.main_cf(staged, chosen, connections)


def crypt(password: str, salt: str | None) -> str:
    if "\n" in password:
        raise Broken("a password holds a line break, which SASL PLAIN cannot carry")
    chosen = ("-salt", salt) if salt else ()
    return run("openssl", "passwd", "-6", *chosen, "-stdin", stdin=password + "\n").strip()

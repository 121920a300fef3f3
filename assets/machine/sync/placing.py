"""Files that daemons read come into force together: validated, swapped, and back when they do not come up."""

import shutil
from pathlib import Path

from kitte.base.command import Failed, run, succeeds
from kitte.base.shell import RUN, Broken, log, write
from kitte.opendkim import signer, signing

ALIASES, MAIN = Path("/etc/postfix/aliases"), Path("/etc/postfix/main.cf")
REPLIES, REPLIES_TO = Path("/etc/postfix/replies"), Path("/etc/postfix/replies_to")
MAPS = Path("/etc/postfix")
OPENDKIM = Path("/etc/opendkim.conf")
DKIM = Path(signing.DKIM)
Files = dict[Path, tuple[str, int, str]]


def put(files: Files) -> None:
    """Validated in a corner, then swapped, then in force; back to the old when it does not come up."""
    changed = {path: file for path, file in files.items() if not holds(path, file[0])}
    if not changed:
        return
    validate(files, changed)
    before = {path: path.read_text() if path.exists() else None for path in changed}
    try:
        for path, (content, mode, group) in changed.items():
            write(path, content, mode, group)
        restart(files, changed, before)
    except (Broken, OSError):
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write(path, content, *files[path][1:])
        succeeds("systemctl", "restart", "opendkim")
        succeeds("systemctl", "reload", "postfix")
        raise
    for stale in set(DKIM.rglob("*.pem")) - set(files):
        stale.unlink()
        if stale.parent != DKIM and not any(stale.parent.iterdir()):
            stale.parent.rmdir()
    log(f"put in force: {', '.join(sorted(path.name for path in changed))}")


def holds(path: Path, content: str) -> bool:
    return path.exists() and path.read_text() == content


def validate(files: Files, changed: Files) -> None:
    corner = RUN / "candidate"
    shutil.rmtree(corner, ignore_errors=True)
    corner.mkdir(mode=0o711)
    for path in changed:
        if path.suffix == ".pem":
            try:
                run("openssl", "pkey", "-noout", stdin=files[path][0])
            except Failed as error:
                name = path.relative_to(DKIM).with_suffix("")
                raise Broken(f"DKIM key {name}: its parameter does not hold a private key") from error
    for path in (DKIM / "KeyTable", DKIM / "SigningTable"):
        content, mode, group = files[path]
        write(corner / path.name, content, mode, group)
    conf = OPENDKIM.read_text().replace(f"{DKIM}/", f"{corner}/")
    write(corner / "opendkim.conf", conf)
    run("opendkim", "-n", "-x", str(corner / "opendkim.conf"))
    shutil.rmtree(corner)


def restart(files: Files, changed: Files, before: dict[Path, str | None]) -> None:
    if any(DKIM in path.parents for path in changed) and not reloaded(files, before):
        run("systemctl", "restart", "opendkim")
    tables = [path for path in changed if path.parent == MAPS or path in (ALIASES, REPLIES, REPLIES_TO, MAIN)]
    if tables and succeeds("systemctl", "is-active", "--quiet", "postfix"):
        run("systemctl", "reload", "postfix")


def reloaded(files: Files, before: dict[Path, str | None]) -> bool:
    """Whether OpenDKIM took its new tables without an end, by what it signs with."""
    if any(before.get(path, "") is None for path in (DKIM / "KeyTable", DKIM / "SigningTable")):
        return False  # it runs for the first time
    if not succeeds("systemctl", "reload", "opendkim"):
        return False
    new: dict[str, set[str]] = {}
    for table in ("KeyTable", "SigningTable"):
        lines = set(files[DKIM / table][0].splitlines())
        new[table] = lines - set((before.get(DKIM / table, files[DKIM / table][0]) or "").splitlines())
    key_table = dict(line.split(" ", 1) for line in files[DKIM / "KeyTable"][0].splitlines())
    fresh = {line.split(" ", 1)[0] for line in new["KeyTable"]}
    for line in files[DKIM / "SigningTable"][0].splitlines():
        name, key = line.split(" ")
        domain, selector, _ = key_table[key].split(":")
        writer = f"postmaster@{domain if name == '*' else name}"
        if (key in fresh or line in new["SigningTable"]) and not signer.signs(writer, domain, selector):
            log(f"OpenDKIM does not sign with {selector} of {domain} after a reload: it is restarted")
            return False
    return True

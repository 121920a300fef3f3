"""Files, commands and words: what every other module stands on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ETC = Path("/etc/kitte")
RUN = Path("/run/kitte")  # gone at the next boot
LIB = Path("/var/lib/kitte")  # stays
Json = dict[str, Any]


class Broken(Exception):
    """It will not go away by itself: the deploy should fail, with this reason."""


class NotYet(Exception):
    """It may go away: a permission still spreading, a service that did not answer. Broken if it lasts."""


class Waiting(Exception):
    """Only the certificate is missing, and only a person can change that."""


def log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def load_machine() -> Json:
    return json.loads((ETC / "machine.json").read_text())


def load(path: Path) -> Json:
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def save(path: Path, value: Json) -> None:
    write(path, json.dumps(value, indent=2) + "\n")


def write(path: Path, content: str | bytes, mode: int = 0o644, group: str = "root") -> None:
    """Whole or not at all, and never readable by others in between."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.chown(temporary, "root", group)
    temporary.chmod(mode)
    temporary.replace(path)


def run(*command: str, stdin: str | None = None, timeout: float = 300, env: dict[str, str] | None = None) -> str:
    """What it printed; Broken with its last words when it failed. Secrets go in by stdin, never as arguments."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            env={**os.environ, **(env or {})},
        )
    except FileNotFoundError as error:
        raise Broken(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise Broken(f"{' '.join(command[:3])} did not end within {timeout:.0f} s") from error
    if done.returncode != 0:
        log(done.stdout)
        words = " / ".join(line.strip() for line in done.stdout.strip().splitlines()[-3:])
        raise Broken(f"{' '.join(command[:3])} failed ({done.returncode}): {words[-400:]}")
    return done.stdout


def succeeds(*command: str) -> bool:
    try:
        run(*command)
    except Broken:
        return False
    return True

"""Files, commands and words: what every other module stands on."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

ETC = Path("/etc/kitte")
RUN = Path("/run/kitte")  # gone at the next boot
LIB = Path("/var/lib/kitte")  # stays
POSTFIX = Path("/etc/postfix")
COOL = 3  # seconds
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
    """An object, empty where there is none. What is kept may be of an earlier version: no key is taken for granted."""
    try:
        value = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


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
    if path.parent == POSTFIX:
        cool(temporary)
    temporary.replace(path)


def cool(path: Path) -> None:
    """Postfix waits before it reads what was written within the last two seconds, lest it read half of it: each of its
    commands and processes, so that a change of main.cf halted all mail that long. What is put in place whole is ready.
    """
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - COOL * 10**9))

"""Commands: what they printed, or why they failed."""

import os
import subprocess

from kitte.base.shell import Broken, log


class Failed(Broken):
    def __init__(self, reason: str, output: str, code: int = 1) -> None:
        super().__init__(reason)
        self.output = output
        self.code = code


def run(*command: str, stdin: str | None = None, timeout: float = 300, env: dict[str, str] | None = None) -> str:
    """What it printed; Failed with its last words when it did. Secrets go in by stdin, never as arguments."""
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
        reason = f"{' '.join(command[:3])} failed ({done.returncode}): {words[-400:]}"
        raise Failed(reason, done.stdout, done.returncode)
    return done.stdout


def succeeds(*command: str) -> bool:
    try:
        run(*command)
    except Broken:
        return False
    return True

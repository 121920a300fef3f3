"""The file in which the policy server counts. A damaged one would put off all mail for ever: it begins anew instead."""

import sqlite3
from pathlib import Path

from kitte.base.shell import log
from kitte.limits.limits import leave, open_counts


def opened(path: Path) -> sqlite3.Connection:
    try:
        counts = open_counts(path)
        (said,) = counts.execute("PRAGMA quick_check(1)").fetchone()
        if said == "ok":
            return counts
        counts.close()
    except sqlite3.OperationalError:  # no room, or locked: the file itself is well
        raise
    except sqlite3.DatabaseError as error:
        said = str(error)
    aside = path.with_suffix(".damaged")
    path.replace(aside)
    for rest in ("-wal", "-shm"):  # of the damaged one: SQLite would play them into the new
        path.with_name(f"{path.name}{rest}").unlink(missing_ok=True)
    words = f"{path} is damaged ({said}): what logins have sent today is forgotten, and kept as {aside.name}"
    log(f"kitte: {words}")
    leave("limits begin anew", words)
    return open_counts(path)

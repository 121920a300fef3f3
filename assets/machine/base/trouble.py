"""What fails beside the point stops no mail: it is noted here, said in the report and mailed to the postmaster."""

import contextlib
from collections.abc import Iterator

from kitte.base.shell import RUN, Broken, Json, NotYet, load, log, save

NOTED = RUN / "troubles.json"  # of this boot, by kind


@contextlib.contextmanager
def beside(kind: str) -> Iterator[None]:
    """Around a step that need not succeed; decision 55 lists which steps must. What succeeds again is forgotten."""
    try:
        yield
    except Exception as error:
        note(kind, str(error) if isinstance(error, Broken | NotYet) else f"{type(error).__name__}: {error}")
    else:
        note(kind, "")


def note(kind: str, reason: str) -> None:
    """Nothing as reason ends it. Where even this cannot be written the journal has it."""
    known = load(NOTED)
    if known.get(kind, "") == reason:
        return
    log(f"{kind}: {reason or 'well again'}")
    kept = {**{name: words for name, words in known.items() if name != kind}, **({kind: reason} if reason else {})}
    with contextlib.suppress(OSError):
        save(NOTED, kept)


def warnings() -> Json:
    """By kind, for the report."""
    return {kind: f"{kind}: {reason}; mail goes on" for kind, reason in load(NOTED).items()}

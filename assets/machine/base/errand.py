"""What a fenced-in program may not do itself, it asks of a unit that may do that and nothing else."""

import contextlib
import inspect
from collections.abc import Callable, Mapping

from kitte.base.command import run
from kitte.base.shell import RUN, Broken, Json, NotYet, load, log, save

PATIENCE = 3600  # seconds: the units end before by themselves
Actions = Mapping[str, Callable[..., str | None]]


def ask(unit: str, action: str, *arguments: str) -> str:
    """Runs the unit; systemctl alone would only say that it failed. Whoever asks holds the lock."""
    outcome = RUN / f"{unit}-outcome.json"
    outcome.unlink(missing_ok=True)
    save(RUN / f"{unit}-request.json", {"action": action, "arguments": arguments})
    with contextlib.suppress(Broken):
        run("systemctl", "start", unit, timeout=PATIENCE)
    said = load(outcome)
    if "answer" in said:
        return said["answer"]
    if "failed" not in said:  # it never came to that: systemd could not start it just then
        raise NotYet(f"{unit} did not {action}; see journalctl -u {unit}")
    raise NotYet(said["failed"]) if said.get("passing") else Broken(said["failed"])


def understood(request: Json, actions: Actions) -> tuple[Callable[..., str | None], list[str]]:
    """While the programs are replaced, those of before may still ask: in their words, or without any."""
    action, arguments = actions.get(request.get("action", "")), request.get("arguments", [])
    try:
        if action is None:
            raise TypeError("no such action")
        inspect.signature(action).bind(*arguments)
    except TypeError as error:
        asked = request.get("action", "nothing")
        raise NotYet(f"programs of another version ask for {asked!r} ({error}): to be asked again") from error
    return action, arguments


def answer(unit: str, actions: Actions) -> int:
    """The unit's whole program: what it is asked for, or why it cannot be had."""
    request, outcome = load(RUN / f"{unit}-request.json"), RUN / f"{unit}-outcome.json"
    try:
        action, arguments = understood(request, actions)
    except NotYet as error:  # no failure of the unit: whoever asks next has the programs of now
        save(outcome, {"failed": f"{unit}: {error}", "passing": True})
        log(str(error))
        return 0
    try:
        save(outcome, {"answer": action(*arguments) or ""})
    except Exception as error:
        told = isinstance(error, Broken | NotYet)
        reason = str(error) if told else f"{type(error).__name__}: {error}"
        save(outcome, {"failed": reason, "passing": isinstance(error, NotYet)})
        log(reason)
        return 1
    return 0

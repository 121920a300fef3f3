"""What needs devices, mounts and set-id directories: a unit of its own does it, asked by those that are fenced in."""

from kitte import volume
from kitte.command import succeeds
from kitte.shell import RUN, Broken, Json, NotYet, load, log, save

REQUEST, OUTCOME = RUN / "volume-request.json", RUN / "volume-outcome.json"
ACTIONS = {
    "device": volume.device,
    "prepare": volume.prepare,
    "mount": volume.mount,
    "unmount": volume.unmount,
    "lay_out": volume.lay_out,
    "grow": volume.grow,
}


def ask(action: str, *arguments: str) -> str:
    """Runs the unit; systemctl alone would only say that it failed. Whoever asks holds the lock."""
    OUTCOME.unlink(missing_ok=True)
    save(REQUEST, {"action": action, "arguments": arguments})
    succeeds("systemctl", "start", "kitte-volume")
    outcome = load(OUTCOME)
    if "answer" in outcome:
        return outcome["answer"]
    if "failed" not in outcome:  # it never came to that: systemd could not start it just then
        raise NotYet(f"kitte-volume did not {action}; see journalctl -u kitte-volume")
    raise NotYet(outcome["failed"]) if outcome["passing"] else Broken(outcome["failed"])


def main(_machine: Json) -> int:
    request = load(REQUEST)
    try:
        save(OUTCOME, {"answer": ACTIONS[request["action"]](*request["arguments"]) or ""})
    except Exception as error:
        told = isinstance(error, Broken | NotYet)
        reason = str(error) if told else f"{type(error).__name__}: {error}"
        save(OUTCOME, {"failed": reason, "passing": isinstance(error, NotYet)})
        log(reason)
        return 1
    return 0

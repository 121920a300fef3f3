"""Upgrades arrive by themselves; here they come into force, in the window that the settings name.

unattended-upgrades restarts nothing: a daemon goes on with the library that it began with, and a new kernel waits.
"""

import contextlib
import os
import re
import time
from pathlib import Path

from kitte.base import manifest
from kitte.base.command import run, succeeds
from kitte.base.shell import LIB, RUN, Json, load, log, save, write

TIMER = Path("/etc/systemd/system/kitte-updates.timer")
STARTED = RUN / "updates.timer"
FOUND = LIB / "updates.json"  # outlives the reboot
PROC = Path("/proc")
REQUIRED = Path("/run/reboot-required")
KERNEL = Path("/vmlinuz")  # Debian's link to the newest that is installed
# A file of a package that is another one now; what programs make and delete themselves lies elsewhere
REPLACED = re.compile(r" (/(?:usr|lib|lib64|bin|sbin|opt)/\S+) \(deleted\)$", re.MULTILINE)
# Their own restart takes the connections of everybody: only a reboot renews them
ONLY_BY_REBOOT = ("dbus.service", "dbus-broker.service")
# The first process: executed anew it drops whoever waits for a job, so that this one must be over by then
INIT = "init.scope"
LEFT_ALONE = re.compile(r"user@|cloud-|apt-daily")  # beside what does one thing and ends


def keep(settings: Json) -> None:
    """The timer follows the settings. It asks nobody when its time has come."""
    chosen = settings.get("updates")
    if chosen is None:
        return
    text = timer(chosen["window"])
    known = TIMER.exists() and TIMER.read_text() == text
    save_choice(chosen)
    if known and STARTED.exists():
        return
    if not known:
        write(TIMER, text)
        run("systemctl", "enable", TIMER.name)  # which reloads the units
    run("systemctl", "restart", TIMER.name)
    STARTED.touch()


def save_choice(chosen: Json) -> None:
    found = load(FOUND)
    if {name: found.get(name) for name in chosen} != chosen:
        save(FOUND, {**found, **chosen})


def timer(window: str) -> str:
    day, hour = window.split(" ")
    days = "" if day == "daily" else f"{day} "
    return (
        "[Unit]\nDescription=Kitte: the window in which upgrades come into force\n\n"
        f"[Timer]\nOnCalendar={days}*-*-* {hour}:00 UTC\nAccuracySec=1s\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def main(_machine: Json) -> int:
    """In the window. A reboot renews everything, and is asked for only where a restart would not do."""
    found = load(FOUND)
    waiting = look()
    log(f"not in force: {told(waiting) or 'nothing'}")
    done: Json = {"at": time.time()}
    # A kernel that did not come up by the last reboot does not by the next: a boot loader may choose another
    vain = waiting["reboot"].startswith("kernel ") and found.get("rebootedFor") == waiting["reboot"]
    if waiting["reboot"] and found.get("reboot") and not vain:
        save(FOUND, {**found, **done, "rebootedFor": waiting["reboot"], "left": ""})
        log("rebooting")
        run("systemctl", "--no-block", "reboot")
        return 0
    units = set(waiting["units"]) - {INIT, *ONLY_BY_REBOOT}
    last = [f"{name}.service" for name in manifest.daemons(onVolume=True)]  # in this order, after all they stand on
    for unit in sorted(units, key=lambda name: (last.index(name) + 1 if name in last else 0, name)):
        log(f"restarting {unit}")
        succeeds("systemctl", "restart", unit)
    left = look()
    if left["units"].pop(INIT, None):
        soon = ("--on-active=2", "--timer-property=AccuracySec=1s")
        succeeds("systemd-run", "--quiet", *soon, "systemctl", "daemon-reexec")
    save(FOUND, {**found, **done, "left": told(left)})
    return 0


def look() -> Json:
    """Which units use a replaced file, and why a reboot is needed, if it is."""
    units: dict[str, str] = {}
    errands = manifest.units(errand=True)
    for process in PROC.iterdir():
        if not process.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it ended meanwhile
            replaced = REPLACED.search((process / "maps").read_text(errors="replace"))
            unit = unit_of((process / "cgroup").read_text())
            if replaced and unit and unit not in errands and not LEFT_ALONE.match(unit):
                units.setdefault(unit, Path(replaced[1]).name)
    needs = [f"{unit} uses a replaced {name}" for unit, name in sorted(units.items()) if unit in ONLY_BY_REBOOT]
    return {"units": units, "reboot": "; ".join([*kernel(), *needs])}


def unit_of(cgroup: str) -> str:
    """Of the unified tree; a person's session has none."""
    parts = cgroup.strip().rpartition(":")[2].split("/")
    return next((part for part in parts if part.endswith(".service") or part == INIT), "")


def kernel() -> list[str]:
    """By the packages' own mark, or by what is installed and does not run. A container has no kernel of its own."""
    if REQUIRED.exists():
        packages = REQUIRED.with_name(f"{REQUIRED.name}.pkgs")
        names = sorted(set(packages.read_text().split())) if packages.exists() else []
        return [f"{' '.join(names) or 'an upgrade'} asks for a reboot"]
    if not KERNEL.is_symlink():
        return []
    newest, running = Path(os.readlink(KERNEL)).name.removeprefix("vmlinuz-"), os.uname().release
    return [] if newest == running else [f"kernel {newest} is installed, {running} runs"]


def told(waiting: Json) -> str:
    words = [f"{unit} uses a replaced {name}" for unit, name in sorted(waiting["units"].items())]
    return "; ".join(filter(None, [waiting["reboot"], *words]))


def warning() -> str:
    """What the last window left behind, for the report and the postmaster."""
    left = load(FOUND).get("left")
    return f"upgrades are not in force after the window: {left}" if left else ""


def waiting() -> Json:
    """For whoever asks what is not in force."""
    choice = load(FOUND)
    return {**look(), "window": choice.get("window", ""), "mayReboot": choice.get("reboot", False)}

"""What came with the programs in their archive: files, and what is said of the services of this machine, as
lib/machine/manifest.ts lists them."""

import functools
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

from kitte.base.shell import Broken, Json


def program(name: str) -> str:
    data = pkgutil.get_data("kitte", name)
    if data is None:
        raise Broken(f"{name} is missing from the machine's programs")
    return data.decode()


@functools.cache
def read() -> Json:
    return json.loads(program("manifest.json"))


def units(**what: object) -> list[str]:
    """Those of which all this is said, in the services' order."""
    return [name for name, unit in read()["units"].items() if what.items() <= unit.items()]


def asked() -> list[str]:
    """Whom Postfix and Dovecot ask of each client, by a socket that systemd opened."""
    sockets = {name.removesuffix(".socket") for name in read()["units"] if name.endswith(".socket")}
    return [name for name in read()["units"] if name.removesuffix(".service") in sockets]


def daemons(**what: object) -> list[str]:
    return [name for name, daemon in read()["daemons"].items() if what.items() <= daemon.items()]


def changed(daemon: str, paths: Iterable[str]) -> bool:
    """Whether it reads one of these files."""
    return any(read()["files"][path]["daemon"] == daemon for path in paths)


def port(service: str, name: str) -> int:
    return int(read()["ports"][service][name])


def function(place: str) -> Callable[..., Any]:
    """Its module is loaded for it alone."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]

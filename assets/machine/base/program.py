"""Files that came with the programs, in their archive."""

import pkgutil

from kitte.base.shell import Broken


def program(name: str) -> str:
    data = pkgutil.get_data("kitte", name)
    if data is None:
        raise Broken(f"{name} is missing from the machine's programs")
    return data.decode()

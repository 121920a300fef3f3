"""The machine's package as its archive has it: each room of assets/machine is a package below this one."""

from pathlib import Path

ROOMS = Path(__file__).parents[4] / "assets/machine"
__path__ = [str(ROOMS)]
__file__ = str(ROOMS / "__init__.py")  # by which pkgutil finds what lies beside it

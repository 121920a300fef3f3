"""The machine's package as its archive has it: each room of assets/machine is a package below this one, and what is
made of the manifest lies beside them. test/machine/python.test.ts makes that for these tests."""

import os
from pathlib import Path

ROOMS = Path(__file__).parents[4] / "assets/machine"
__path__ = [str(ROOMS)]
# By which pkgutil finds files
__file__ = str(Path(os.environ.get("KITTE_UNPACKED", ROOMS)) / "__init__.py")

"""What the machine and the outside say to each other: docs/contract.md. The schemas are made from lib/contract."""

import json
import pkgutil

from kitte.base.shell import Json


def declared(name: str) -> Json:
    return json.loads(pkgutil.get_data("kitte", f"base/{name}.contract.json") or b"")

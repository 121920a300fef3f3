"""What the machine and the outside say to each other: docs/contract.md. The schemas are made from lib/contract."""

import json
import pkgutil

from kitte.shell import Json


def schema(name: str) -> Json:
    return json.loads(pkgutil.get_data("kitte", f"{name}.contract.json") or b"")


def report() -> tuple[int, list[str]]:
    """Its version, and its fields in their order."""
    known = schema("report")
    return known["version"], known["fields"]

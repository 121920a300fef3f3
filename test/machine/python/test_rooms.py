"""Programs import one way: no module comes back to itself, and what all stand on stands on nothing of theirs."""

import ast
import unittest

import kitte

SOURCES = {
    f"kitte.{path.parent.name}.{path.stem}": path.read_text() for path in sorted(kitte.ROOMS.glob("*/*.py"))
}


def imported(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kitte."):
            # `from kitte.room import module`, or `from kitte.room.module import name`
            found |= {f"{node.module}.{each.name}" for each in node.names} if node.module in ROOMS else {node.module}
    return found


ROOMS = {name.rpartition(".")[0] for name in SOURCES}


def left(modules: dict[str, set[str]]) -> set[str]:
    """Those of a circle, or that lead into one: all others are taken away, from the bottom."""
    while free := {name for name, needs in modules.items() if not needs & modules.keys()}:
        modules = {name: needs for name, needs in modules.items() if name not in free}
    return set(modules)


class Rooms(unittest.TestCase):
    def test_there_is_no_circle_and_what_is_imported_is_there(self) -> None:
        modules = {name: imported(source) for name, source in SOURCES.items()}
        self.assertEqual(set().union(*modules.values()) - modules.keys(), set())
        self.assertEqual(left(modules), set())

    def test_a_circle_is_seen(self) -> None:
        source = "from kitte.base import shell\nfrom kitte.sync.sync import once\n"
        self.assertEqual(imported(source), {"kitte.base.shell", "kitte.sync.sync"})
        self.assertEqual(left({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}), {"a", "b", "c"})

    def test_the_base_stands_on_nothing_else(self) -> None:
        base = {name: imported(source) for name, source in SOURCES.items() if name.startswith("kitte.base.")}
        self.assertEqual({each for needs in base.values() for each in needs} - base.keys(), set())


if __name__ == "__main__":
    unittest.main()

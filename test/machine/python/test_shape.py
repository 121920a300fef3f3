"""The machine's own check of what comes from outside: by the schema that lib/contract made."""

import unittest
from collections.abc import Iterator

from kitte.base import contract
from kitte.base.shell import Json
from kitte.settings import shape

USED = {"type", "properties", "required", "additionalProperties", "items", "pattern", "minimum", "maximum"}
SCHEMA: Json = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z]+$"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "flags": {"type": "array", "items": {"type": "boolean"}},
        "rest": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
    },
    "required": ["name"],
}


class Shape(unittest.TestCase):
    def test_the_schemas_use_no_more_than_is_checked(self) -> None:
        def words(schema: Json) -> Iterator[str]:
            yield from schema
            for inner in (*schema.get("properties", {}).values(), schema.get("items")):
                yield from words(inner) if inner else ()

        self.assertLessEqual(set(words(contract.declared("settings")["schema"])), USED)

    def test_what_fits_has_no_problem(self) -> None:
        fits = {"name": "a", "count": 9, "flags": [True], "rest": {"a": ""}, "more": 1}
        self.assertEqual(list(shape.problems("it", fits, SCHEMA)), [])

    def test_each_problem_names_place_value_and_what_is_allowed(self) -> None:
        for wrong, words in (
            ([], "it is '[]', not of type object"),
            ({}, "it.name is missing"),
            ({"name": "A"}, "it.name is 'A', which does not match ^[a-z]+$"),
            ({"name": "a\n"}, "it.name is 'a\\n', which does not match ^[a-z]+$"),
            ({"name": "a", "count": 0}, "it.count is 0: it must be from 1 to 9"),
            ({"name": "a", "count": True}, "it.count is 'True', not of type integer"),
            ({"name": "a", "flags": [True, 1]}, "it.flags[1] is '1', not of type boolean"),
            ({"name": "a", "rest": {"b": ""}}, "it.rest.b is unknown: it may have a"),
        ):
            with self.subTest(wrong):
                self.assertEqual(list(shape.problems("it", wrong, SCHEMA)), [words])


if __name__ == "__main__":
    unittest.main()

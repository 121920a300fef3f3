"""Settings that do not fit into one parameter: the head that is asked for, and its parts. AWS is a stand-in."""

import base64
import contextlib
import gzip
import hashlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from kitte.base.aws import Aws
from kitte.base.shell import Broken, NotYet
from kitte.settings import document

WHOLE = json.dumps({"version": 1, "domain": "example.com", "users": [{"login": f"app{n}"} for n in range(900)]})


def written(text: str, size: int = 4096) -> dict[str, str]:
    """As the deploy writes them; cut smaller, so that there are some."""
    packed = gzip.compress(text.encode())
    sha256 = hashlib.sha256(packed).hexdigest()
    parent = f"/k/settings-parts/{sha256[:16]}"
    words = base64.b64encode(packed).decode()
    parts = [words[at : at + size] for at in range(0, len(words), size)]
    head = json.dumps({"version": 1, "parts": {"parent": parent, "count": len(parts), "sha256": sha256}})
    return {"/k/settings": head, **{f"{parent}/{number}": part for number, part in enumerate(parts)}}


class Parts(unittest.TestCase):
    def setUp(self) -> None:
        with contextlib.ExitStack() as stack:
            root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stack.enter_context(mock.patch.object(document, "PARTS", root / "settings.json"))
            stack.enter_context(mock.patch("shutil.chown"))
            self.addCleanup(stack.pop_all().close)
        self.asked: list[str] = []
        self.held: dict[str, str] = {}
        self.aws = mock.Mock(parameter=self.parameter)
        self.aws.chunked = lambda reference: Aws.chunked(self.aws, reference)

    def parameter(self, name: str) -> str:
        self.asked.append(name)
        if name not in self.held:
            raise NotYet(f"ssm GetParameter {name}: ParameterNotFound")
        return self.held[name]

    def whole(self) -> str:
        return document.whole(self.aws, "/k/settings", self.held["/k/settings"])

    def test_a_document_is_itself(self) -> None:
        self.held = {"/k/settings": WHOLE}
        self.assertEqual((self.whole(), self.asked), (WHOLE, []))

    def test_parts_are_fetched_once_for_each_head(self) -> None:
        self.held = written(WHOLE, 500)
        self.assertGreater(len(self.held), 3)
        self.assertEqual((self.whole(), len(self.asked)), (WHOLE, len(self.held) - 1))
        self.assertEqual((self.whole(), len(self.asked)), (WHOLE, len(self.held) - 1))
        more = WHOLE.replace("app1", "shop1")
        self.held = written(more, 500)
        self.assertEqual(self.whole(), more)

    def test_what_is_at_hand_is_enough_when_the_parts_have_gone(self) -> None:
        self.held = written(WHOLE)
        self.whole()
        self.held = {"/k/settings": self.held["/k/settings"]}
        self.assertEqual(self.whole(), WHOLE)

    def test_two_versions_are_never_mixed(self) -> None:
        self.held = written(WHOLE, 500)
        wrong = next(name for name in self.held if name.endswith("/1"))
        self.held[wrong] = written(WHOLE.replace("app1", "shop1"), 500).popitem()[1]
        with self.assertRaisesRegex(NotYet, "hold something else than is named|ssm"):
            self.whole()
        self.assertFalse(document.PARTS.exists())

    def test_a_part_that_is_missing_may_come(self) -> None:
        self.held = {"/k/settings": written(WHOLE)["/k/settings"]}
        with self.assertRaisesRegex(NotYet, r"/k/settings-parts/\w+/0: ParameterNotFound"):
            self.whole()

    def test_a_head_that_names_none_rightly_is_not_understood(self) -> None:
        for parts in ("1", "{}", '{"parent":"/k"}', '{"parent":"/k","count":"many","sha256":""}'):
            with self.subTest(parts), self.assertRaisesRegex(Broken, "are not what this machine understands"):
                document.whole(self.aws, "/k/settings", f'{{"version":1,"parts":{parts}}}')


if __name__ == "__main__":
    unittest.main()

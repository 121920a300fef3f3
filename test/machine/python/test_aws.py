"""Signature Version 4 against AWS's own test suite, and against what botocore signs for our calls."""

import http.server
import threading
import unittest
from unittest import mock

from kitte.base import aws
from kitte.base.shell import NotYet

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # noqa: S105
STAMP = "20150830T123600Z"


def signed(service: str, headers: dict[str, str], body: bytes = b"") -> tuple[str, str, str]:
    return aws.signature(SECRET, "us-east-1", service, STAMP, {**headers, "X-Amz-Date": STAMP}, body, "POST\n/")


class Signature(unittest.TestCase):
    def test_post_vanilla_of_the_published_suite(self) -> None:
        self.assertEqual(
            signed("service", {"Host": "example.amazonaws.com"}),
            (
                "20150830/us-east-1/service/aws4_request",
                "host;x-amz-date",
                "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            ),
        )

    def test_post_x_www_form_urlencoded_of_the_published_suite(self) -> None:
        headers = {"Host": "example.amazonaws.com", "Content-Type": "application/x-www-form-urlencoded"}
        _, names, value = signed("service", headers, b"Param1=value1")
        self.assertEqual(names, "content-type;host;x-amz-date")
        self.assertEqual(value, "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")

    def test_get_vanilla_of_the_published_suite(self) -> None:
        headers = {"Host": "example.amazonaws.com", "X-Amz-Date": STAMP}
        _, _, value = aws.signature(SECRET, "us-east-1", "service", STAMP, headers, b"", "GET\n/")
        self.assertEqual(value, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")

    def test_a_json_call_as_botocore_signs_it(self) -> None:
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AmazonSSM.GetParameter",
            "Host": "ssm.us-east-1.amazonaws.com",
        }
        _, _, value = signed("ssm", headers, b'{"Name": "/kitte/p/settings"}')
        self.assertEqual(value, "b57772f49be260f39a8cda57abbb41ec872688b5f2e698774eaaca0aa1ae94c9")


class Refusal(unittest.TestCase):
    def test_json_services(self) -> None:
        text = '{"__type":"com.amazon.coral#AccessDeniedException","Message":"User is not\\n authorized"}'
        self.assertEqual(aws.refusal(400, text), "AccessDeniedException User is not authorized")

    def test_cloudformation(self) -> None:
        text = "<ErrorResponse><Error><Code>ValidationError</Code><Message>No stack</Message></Error></ErrorResponse>"
        self.assertEqual(aws.refusal(400, text), "ValidationError No stack")

    def test_a_proxy_between(self) -> None:
        self.assertEqual(aws.refusal(502, "<html>\nBad gateway"), "502 <html> Bad gateway")


class SeveralParameters(unittest.TestCase):
    def test_each_is_answered_or_said_to_be_missing_else_it_is_asked_again(self) -> None:
        one = {"Parameters": [{"Name": "a", "Value": "1"}]}
        account = aws.Aws.__new__(aws.Aws)
        whole = (({**one, "InvalidParameters": ["b"]}, {"a": "1"}), ({"InvalidParameters": ["a", "b"]}, {}))
        for answer, found in whole:
            with mock.patch.object(aws.Aws, "_json", return_value=answer):
                self.assertEqual(account.parameters(["a", "b"]), found)
        for answer in (one, {}, {"Parameters": "a"}):
            with mock.patch.object(aws.Aws, "_json", return_value=answer), self.assertRaises(NotYet):
                account.parameters(["a", "b"])


class HalfAnAnswer(unittest.TestCase):
    """From a server that answers as it is told, over a real connection."""

    def setUp(self) -> None:
        case = self
        self.answer, self.length = b"", 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(case.length))
                self.end_headers()
                self.wfile.write(case.answer)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        metadata = mock.Mock()
        metadata.get.side_effect = lambda path: {
            "meta-data/iam/security-credentials/role": '{"AccessKeyId": "a", "SecretAccessKey": "s", "Token": "t"}'
        }.get(path, "role")
        endpoint = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}"}
        place = mock.patch.dict("os.environ", endpoint)
        place.start()
        self.addCleanup(place.stop)
        self.aws = aws.Aws(metadata)

    def give(self, text: str, cut: int = 0) -> None:
        self.answer, self.length = text.encode(), len(text.encode()) + cut

    def test_a_whole_one_is_read(self) -> None:
        self.give('{"Parameter": {"Value": "x"}}')
        self.assertEqual(self.aws.parameter("/k"), "x")

    def test_what_is_cut_short_is_asked_for_again_and_its_text_is_not_repeated(self) -> None:
        for text, cut, words in (
            ('{"SecretString": "hush"', 20, "gave half an answer: 23 bytes"),
            ('{"SecretString": "hush"', 0, "secretsmanager answered k/users with 23 bytes that are no JSON object"),
            ('"hush"', 0, "secretsmanager answered k/users with 6 bytes that are no JSON object"),
            ('{"SecretString": "hush"}', 0, "AWS answered k/users without VersionId and SecretString"),
        ):
            with self.subTest(words):
                self.give(text, cut)
                with self.assertRaisesRegex(NotYet, words) as caught:
                    self.aws.secret("k/users")
                self.assertNotIn("hush", str(caught.exception))
        self.give('{"Parameter": "x"}')
        with self.assertRaisesRegex(NotYet, "AWS answered /k without Value"):
            self.aws.parameter("/k")

    def test_half_a_role(self) -> None:
        self.aws.metadata.get.side_effect = lambda _: '{"AccessKeyId": "a"'
        with self.assertRaisesRegex(NotYet, "the role's credentials without AccessKeyId"):
            self.aws.parameter("/k")

"""Signature Version 4 against AWS's own test suite, and against what botocore signs for our calls."""

import unittest

from kitte import aws

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # noqa: S105
STAMP = "20150830T123600Z"


def signed(service: str, headers: dict[str, str], body: bytes = b"") -> tuple[str, str, str]:
    return aws.signature(SECRET, "us-east-1", service, STAMP, {**headers, "X-Amz-Date": STAMP}, body)


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

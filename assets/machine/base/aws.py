"""AWS by hand: the instance's identity and the signed calls of a machine.

A machine whose package installation failed must still be able to say so, so this needs none. boto3 would be a third of
all that is installed, and half a second of imports for every sync on a small instance.
"""

import base64
import datetime
import functools
import gzip
import hashlib
import hmac
import http.client
import json
import os
import re
import ssl
from urllib.parse import urlencode, urlsplit

from kitte.base.shell import Json, NotYet

METADATA = "169.254.169.254"


def send(url: str, method: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, str]:
    parts = urlsplit(url)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=15, context=shared_trust())
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=15)
    try:
        connection.request(method, parts.path or "/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except http.client.IncompleteRead as error:
        raise NotYet(f"{parts.netloc} gave half an answer: {len(error.partial)} bytes") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotYet(f"{parts.netloc} did not answer: {error}") from error
    finally:
        connection.close()


def system_trust() -> ssl.SSLContext:
    """What every other program here trusts: Python 3.13 alone also minds formalities of private CAs."""
    context = ssl.create_default_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


shared_trust = functools.cache(system_trust)  # reading all the authorities takes longer than a call


class Metadata:
    """IMDSv2: a token first, then anything."""

    def __init__(self) -> None:
        url = f"http://{METADATA}/latest/api/token"
        self.token = self._checked(url, "PUT", {"X-aws-ec2-metadata-token-ttl-seconds": "300"})

    def get(self, path: str) -> str:
        return self._checked(f"http://{METADATA}/latest/{path}", "GET", {"X-aws-ec2-metadata-token": self.token})

    @staticmethod
    def _checked(url: str, method: str, headers: dict[str, str]) -> str:
        status, text = send(url, method, headers)
        if status != 200:
            raise NotYet(f"instance metadata {url} answered {status}")
        return text


def signature(
    secret: str, region: str, service: str, stamp: str, headers: dict[str, str], body: bytes, line: str
) -> tuple[str, str, str]:
    """Signature Version 4 of `line`, method and path without a query: scope, signed headers, signature."""
    names = sorted(headers, key=str.lower)
    signed = ";".join(name.lower() for name in names)
    lines = "".join(f"{name.lower()}:{headers[name].strip()}\n" for name in names)
    canonical = f"{line}\n\n{lines}\n{signed}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return scope, signed, hmac.digest(key, text.encode(), "sha256").hex()


class Aws:
    def __init__(self, metadata: Metadata) -> None:
        self.metadata = metadata
        self.instance = metadata.get("meta-data/instance-id")
        self.region = metadata.get("meta-data/placement/region")
        self._credentials: Json | None = None

    def parameter(self, name: str) -> str:
        answer = self._json("ssm", "AmazonSSM.GetParameter", name, {"Name": name, "WithDecryption": True})
        (value,) = words(name, answer.get("Parameter"), "Value")
        return value

    def parameters(self, names: list[str]) -> dict[str, str]:
        """Of at most ten; one that there is none of is left out."""
        what = f"{names[0]} and {len(names) - 1} more"
        answer = self._json("ssm", "AmazonSSM.GetParameters", what, {"Names": names, "WithDecryption": True})
        found, gone = answer.get("Parameters") or [], answer.get("InvalidParameters") or []
        if not isinstance(found, list) or not isinstance(gone, list):
            raise NotYet(f"AWS answered {what} without Parameters")
        values: dict[str, str] = dict(words(what, each, "Name", "Value") for each in found)  # type: ignore[misc]
        if {*values, *map(str, gone)} != set(names):  # half an answer says of no key that it was deleted
            raise NotYet(f"AWS answered {what} with {len(values)} of {len(names)}")
        return values

    def chunked(self, reference: Json) -> bytes:
        """What one parameter does not hold: whole, and what it is named as, or not at all."""
        parent = reference["parent"]
        numbers = range(reference["count"])
        packed = base64.b64decode("".join(self.parameter(f"{parent}/{number}") for number in numbers))
        if hashlib.sha256(packed).hexdigest() != reference["sha256"]:
            raise NotYet(f"the parameters below {parent} hold something else than is named")
        return gzip.decompress(packed)

    def put_parameter(self, name: str, value: str) -> None:
        request = {"Name": name, "Value": value, "Type": "String", "Overwrite": True}
        self._json("ssm", "AmazonSSM.PutParameter", name, request)

    def secret(self, name: str, stage: str = "AWSCURRENT") -> tuple[str, str]:
        """Its version with that label, and its text."""
        target = "secretsmanager.GetSecretValue"
        answer = self._json("secretsmanager", target, name, {"SecretId": name, "VersionStage": stage})
        version, text = words(name, answer, "VersionId", "SecretString")
        return version, text

    def signal(self, stack: str, resource: str, status: str) -> None:
        form = {
            "Action": "SignalResource",
            "Version": "2010-05-15",
            "StackName": stack,
            "LogicalResourceId": resource,
            "UniqueId": self.instance,
            "Status": status,
        }
        self.query("cloudformation", stack, form)

    def query(self, service: str, resource: str, form: dict[str, str]) -> str:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.call(service, f"{form['Action']} {resource}", headers, urlencode(form).encode())

    def _json(self, service: str, target: str, resource: str, request: Json) -> Json:
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
        text = self.call(service, f"{target.split('.')[1]} {resource}", headers, json.dumps(request).encode())
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):  # its text may hold a key or a password
            raise NotYet(f"{service} answered {resource} with {len(text)} bytes that are no JSON object")
        return answer

    def call(
        self, service: str, what: str, headers: dict[str, str], body: bytes, line: str = "POST\n/", region: str = ""
    ) -> str:
        """`region` is of a service with one endpoint for all."""
        suffix = ".cn" if self.region.startswith("cn-") else ""
        place = service if region else f"{service}.{self.region}"
        endpoint = os.environ.get("AWS_ENDPOINT_URL") or f"https://{place}.amazonaws.com{suffix}"
        credentials = self._credentials = self._credentials or self._role_credentials()
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
        headers = {
            **headers,
            "Host": urlsplit(endpoint).netloc,
            "X-Amz-Date": stamp,
            "X-Amz-Security-Token": credentials["Token"],
        }
        scope, signed, value = signature(
            credentials["SecretAccessKey"], region or self.region, service, stamp, headers, body, line
        )
        headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={credentials['AccessKeyId']}/{scope}, "
            f"SignedHeaders={signed}, Signature={value}"
        )
        method, path = line.split()
        status, text = send(endpoint + path, method, headers, body)
        if status != 200:
            raise NotYet(f"{service} {what}: {refusal(status, text)}")
        return text

    def _role_credentials(self) -> Json:
        path = "meta-data/iam/security-credentials/"
        text = self.metadata.get(path + self.metadata.get(path).strip())
        try:
            credentials = json.loads(text)
        except ValueError:
            credentials = None
        words("the role's credentials", credentials, "AccessKeyId", "SecretAccessKey", "Token")
        return credentials


def words(resource: str, answer: object, *names: str) -> tuple[str, ...]:
    """Whole answers alone count: what a proxy or a failing service cut short is asked for again."""
    found = tuple(answer.get(name) for name in names) if isinstance(answer, dict) else ()
    if not found or not all(isinstance(word, str) for word in found):
        raise NotYet(f"AWS answered {resource} without {' and '.join(names)}")
    return found


def refusal(status: int, text: str) -> str:
    """What AWS said, in a line: JSON from most services, XML from CloudFormation and EC2."""
    try:
        answer = json.loads(text)
        code, message = answer.get("__type", status), answer.get("message") or answer.get("Message") or ""
    except ValueError:
        found = dict(re.findall(r"<(Code|Message)>([^<]*)<", text))
        code, message = found.get("Code", status), found.get("Message", text[:200])
    return " ".join(f"{str(code).split('#')[-1]} {message}".split())

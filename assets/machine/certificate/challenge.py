"""certbot's hooks for DNS-01 (RFC 8555 section 8.4): puts the TXT record into the config's own zone, and takes it out.

certbot's plugin for Route 53 lists all zones and takes the one with the longest name; of twins it takes any. The lease
names the zone by its id, so none is looked for.
"""

import os
import re
import time
from html import escape

from kitte.base.aws import Aws, Metadata
from kitte.base.shell import Json, NotYet, load, log
from kitte.lease.lease import KNOWN

VERSION = "2013-04-01"
TTL = 10
PATIENCE = 120  # seconds until all of the zone's servers have it; Route 53 says within 60
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2  # seconds: an account has five calls a second, for all that it runs


def put(_machine: Json) -> int:
    return answer("UPSERT")


def remove(_machine: Json) -> int:
    return answer("DELETE")


def answer(action: str) -> int:
    """certbot hands over the name and the value by environment, and shows what is said here when it fails."""
    try:
        change(Aws(Metadata()), action, os.environ["CERTBOT_DOMAIN"], os.environ["CERTBOT_VALIDATION"])
    except NotYet as error:
        log(str(error))
        return 1
    return 0


def change(aws: Aws, action: str, domain: str, value: str) -> None:
    zone = load(KNOWN).get("zone", "")
    if not re.fullmatch(r"[A-Z0-9]+", zone):
        raise NotYet(f"the lease names no hosted zone for {domain} but {zone!r}; deploy again")
    path = f"/{VERSION}/hostedzone/{zone}/rrset"
    text = route53(aws, f"{action} in {zone}", f"POST\n{path}", batch(action, f"_acme-challenge.{domain}", value))
    if action == "DELETE":
        return
    number = re.search(r"<Id>/change/(\w+)</Id>", text)
    deadline, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
    while number and "<Status>PENDING</Status>" in text:
        if time.monotonic() > deadline:
            raise NotYet(f"zone {zone}: _acme-challenge.{domain} is not on all its servers after {PATIENCE} s")
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
        text = route53(aws, f"GetChange {number[1]}", f"GET\n/{VERSION}/change/{number[1]}")


def route53(aws: Aws, what: str, line: str, body: str = "") -> str:
    """One endpoint for all regions: https://docs.aws.amazon.com/general/latest/gr/r53.html"""
    return aws.call("route53", what, {"Content-Type": "application/xml"}, body.encode(), line, "us-east-1")


def batch(action: str, name: str, value: str) -> str:
    quoted = escape(f'"{value}"')
    return (
        f'<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/{VERSION}/"><ChangeBatch><Changes>'
        f"<Change><Action>{action}</Action><ResourceRecordSet><Name>{escape(name)}</Name><Type>TXT</Type>"
        f"<TTL>{TTL}</TTL><ResourceRecords><ResourceRecord><Value>{quoted}</Value></ResourceRecord></ResourceRecords>"
        "</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"
    )

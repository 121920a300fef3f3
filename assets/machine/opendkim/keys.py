"""The private keys that sign, as their parameters hold them. One is asked for when it is not at hand, and some of the
others each time, so that the calls do not grow with the domains."""

import time
from pathlib import Path

from kitte.base.aws import Aws
from kitte.base.shell import Json
from kitte.opendkim import signing
from kitte.opendkim.signing import key_file

A_CALL = 10  # names that GetParameters takes
CALLS = 10  # for those that are at hand
DKIM = Path(signing.DKIM)


def parameter(names: Json, domain: Json) -> str:
    """Its name."""
    return f"{names['dkim']}/{domain['domain']}/{domain['dkim']['active']}"


def of_others(names: Json, aws: Aws, settings: Json, wanted: list[Json]) -> dict[str, str]:
    """Of these domains beside the first, by the file below DKIM; one without a parameter is left out."""
    files = {parameter(names, domain): key_file(domain, settings) for domain in wanted}
    at_hand = {name: (DKIM / file).read_text() for name, file in files.items() if (DKIM / file).exists()}
    ask = [name for name in files if name not in at_hand] + turn(sorted(at_hand))
    found: dict[str, str] = {}
    for start in range(0, len(ask), A_CALL):
        found |= aws.parameters(ask[start : start + A_CALL])
    gone = {name for name in ask if name not in found}
    return {files[name]: pem for name, pem in {**at_hand, **found}.items() if name not in gone}


def turn(known: list[str]) -> list[str]:
    """Of what is at hand as many as a few calls take, others each time."""
    most = A_CALL * CALLS
    start = int(time.time() / 300) * most % len(known) if len(known) > most else 0
    return [*known[start:], *known[:start]][:most]

"""What the deploy wants, as it stands in a parameter, or in parts where it does not fit into one.

The parameter that is asked for every half minute is then a head, which names its parts by their hash: they are fetched
when they are others than those at hand.
"""

import hashlib
import json

from kitte.base.aws import Aws
from kitte.base.shell import RUN, Broken, Json, load, save
from kitte.settings import shape

PARTS = RUN / "settings.json"  # those that the last head led to
# The config's own defaults: a roll-back to a version that knew of no limits writes settings without them
LIMITS = {"messageSizeMiB": 35, "recipientsPerMessage": 1000, "messagesPerDay": 5000, "recipientsPerDay": 10000}


def digest_of(text: str) -> str:
    """By which the deploy knows it: of the parameter as it is, document or head."""
    return hashlib.sha256(text.encode()).hexdigest()


def whole(aws: Aws, name: str, text: str) -> str:
    """The document itself, of what the parameter says."""
    reference = reference_in(name, text)
    if reference is None:
        return text
    known = load(PARTS)
    if known.get("sha256") != reference["sha256"]:
        known = {"sha256": reference["sha256"], "text": aws.chunked(reference).decode()}
        save(PARTS, known)
    return str(known["text"])


def reference_in(name: str, text: str) -> Json | None:
    try:
        head = json.loads(text)
        reference = head.get("parts")
        if reference is None:
            return None
        return {"parent": str(reference["parent"]), "count": int(reference["count"]), "sha256": reference["sha256"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise not_understood(name, error) from error


def understood(name: str, text: str) -> Json:
    try:
        settings: Json = completed(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise not_understood(name, error) from error
    shape.check_settings(settings, name)
    return settings


def completed(settings: Json) -> Json:
    """What settings of an earlier version do not say."""
    return {"limits": LIMITS, **settings}


def not_understood(name: str, error: Exception) -> Broken:
    words = f"{type(error).__name__}: {error}"
    return Broken(f"settings {name} are not what this machine understands, deploy again: {words}")

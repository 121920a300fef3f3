"""Whether what comes from outside has the shape that the contract declares."""

import re
from collections.abc import Iterator

from kitte.base import contract
from kitte.base.shell import Broken, Json
from kitte.settings import domains

SEVERAL = 2  # the version since which there may be several domains
KINDS: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def check_settings(settings: Json, name: str) -> None:
    """The config was judged before it came here; this keeps a parameter changed by hand from doing harm."""
    known = contract.declared("settings")
    newest, found = known["version"], settings.get("version")
    if isinstance(found, int) and found > newest:
        raise Broken(
            f"settings {name} are of version {found}, and this machine understands up to {newest}: a newer kitte wrote "
            "them; deploy all stacks with that one, or with the one that this machine is of"
        )
    wrong = list(problems("settings", settings, known["schema"])) or list(between(settings))
    if wrong:
        raise Broken(f"settings {name} are not what this machine understands, deploy again: {'; '.join(wrong[:5])}")


def between(settings: Json) -> Iterator[str]:
    """Of several domains: no name is two's, and each sender is of one of them."""
    if "others" not in settings:
        return
    if settings["version"] < SEVERAL:
        yield f"settings.others is of version {SEVERAL}, and settings.version is {settings['version']}"
    owners: dict[str, str] = {}
    for domain in domains.of(settings):
        for name in dict.fromkeys((domain["domain"], domain["envelopeDomain"], domain["home"], *domain["served"])):
            if name in owners:
                yield f"{name} is of {owners[name]} and of {domain['domain']}: it may be of one domain"
            owners[name] = domain["domain"]
    known = {name for domain in domains.of(settings) for name in domains.written(domain)}
    for number, user in enumerate(settings["users"]):
        for sender in user["senders"]:
            if sender.rpartition("@")[2] not in known:
                yield f"settings.users[{number}] sends as {sender}, which is of none of the domains"


def problems(path: str, value: object, schema: Json) -> Iterator[str]:
    """By as much of JSON Schema as the contract uses; a test holds that it uses no more."""
    kind = KINDS[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f"{path} is {str(value)[:100]!r}, not of type {schema['type']}"
    elif isinstance(value, dict):
        fields = schema.get("properties", {})
        yield from (f"{path}.{key} is missing" for key in schema.get("required", ()) if key not in value)
        for key, inner in value.items():
            if key in fields:
                yield from problems(f"{path}.{key}", inner, fields[key])
            elif schema.get("additionalProperties") is False:
                yield f"{path}.{key} is unknown: it may have {', '.join(fields)}"
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from problems(f"{path}[{number}]", inner, schema["items"])
    elif isinstance(value, str):
        # The whole of it: Python's $ would let a line break stand behind
        if "pattern" in schema and not re.fullmatch(schema["pattern"].removeprefix("^").removesuffix("$"), value):
            yield f"{path} is {value[:100]!r}, which does not match {schema['pattern']}"
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path} is {value}: it must be from {schema['minimum']} to {schema['maximum']}"

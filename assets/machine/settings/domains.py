"""The sending domains of the settings: the first, which the machine itself writes from, and those beside it."""

from kitte.base.shell import Json

WORDS = ("domain", "home", "envelopeDomain", "served", "replies", "dkim", "forwards")


def of(settings: Json) -> list[Json]:
    """Each with all of its words. What the settings serve and no other domain does is the first one's."""
    others = [whole(other) for other in settings.get("others", [])]
    theirs = {name for other in others for name in other["served"]}
    first = whole({word: settings[word] for word in WORDS if word in settings})
    first["served"] = [name for name in first["served"] if name not in theirs]
    return [first, *others]


def whole(said: Json) -> Json:
    domain = said["domain"]
    return {"home": domain, "envelopeDomain": domain, "served": [], "forwards": {}, "dkim": {}, **said}


def written(domain: Json) -> tuple[str, ...]:
    """What stands behind the at sign of who writes from it."""
    return tuple(dict.fromkeys((domain["domain"], domain["envelopeDomain"])))


def signed(settings: Json) -> list[Json]:
    """Those whose mail goes out, and not those whose records are waited for."""
    waiting = settings.get("waiting", {})
    return [domain for domain in of(settings) if domain["domain"] not in waiting]


def of_others(settings: Json) -> list[Json]:
    """Of those the ones beside the first."""
    return [domain for domain in signed(settings) if domain["domain"] != settings["domain"]]


def keyed(settings: Json) -> list[Json]:
    """Those that the signer knows: the first always, as it signs what the machine itself writes."""
    return [of(settings)[0], *of_others(settings)]


def alias(role: str, domain: Json) -> str:
    """What mail to a role of a domain beside the first is delivered as."""
    return f"{role}+{domain['domain']}"

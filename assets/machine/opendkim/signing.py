"""By which key of which domain OpenDKIM signs."""

from pathlib import Path

from kitte.base.command import run
from kitte.base.shell import RUN, Json, write
from kitte.settings import domains

DKIM = "/etc/kitte/dkim"


def validate(etc: Path) -> None:
    corner = RUN / "opendkim"  # stands in for the tables, which only a sync can bring
    write(corner / "KeyTable", "")
    write(corner / "SigningTable", "")
    conf = (etc / "opendkim.conf").read_text().replace(f"{DKIM}/", f"{corner}/")
    write(corner / "opendkim.conf", conf)
    run("opendkim", "-n", "-x", str(corner / "opendkim.conf"))


def key_file(domain: Json, settings: Json) -> str:
    """The name of a key below DKIM: two domains may have selectors of one name."""
    name = f"{domain['dkim']['active']}.pem"
    return name if domain["domain"] == settings["domain"] else f"{domain['domain']}/{name}"


def key_table(settings: Json) -> str:
    """The keys that sign, and no other: a message is never signed with one that waits or is retired."""
    lines = []
    for domain in domains.keyed(settings):
        name, selector, file = key_name(domain, settings), domain["dkim"]["active"], key_file(domain, settings)
        lines.append(f"{name} {domain['domain']}:{selector}:{DKIM}/{file}\n")
    return "".join(lines)


def signing_table(settings: Json) -> str:
    """All that reaches the signer: who may write it was decided before. What no other domain writes the first one
    signs, bounces and the machine's own mail too."""
    first, *others = domains.keyed(settings)
    lines = [f"{name} {key_name(other, settings)}\n" for other in others for name in domains.written(other)]
    return "".join([*lines, f"* {key_name(first, settings)}\n"])


def key_name(domain: Json, settings: Json) -> str:
    return key_file(domain, settings).removesuffix(".pem")

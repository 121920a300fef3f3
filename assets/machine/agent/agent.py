"""Session Manager's agent, which Debian does not package: from AWS's own bucket over TLS, best effort.

Its GPG signature is not checked: AWS's key expires and is replaced, and would have to be trusted from the same place.
"""

import http.client
import urllib.parse
import urllib.request

from kitte.base.aws import Metadata, system_trust
from kitte.base.command import run, succeeds
from kitte.base.shell import RUN, Broken, Json, NotYet, log
from kitte.packages import packages

PACKAGE = RUN / "amazon-ssm-agent.deb"


def main(_machine: Json) -> int:
    if succeeds("dpkg-query", "--show", "amazon-ssm-agent"):
        return 0
    try:
        region = urllib.parse.quote(Metadata().get("meta-data/placement/region"))
        architecture = run("dpkg", "--print-architecture").strip()
        suffix = ".cn" if region.startswith("cn-") else ""
        url = f"https://s3.{region}.amazonaws.com{suffix}/amazon-ssm-{region}/latest/debian_{architecture}/{PACKAGE.name}"
        fetch(url)
        packages.add(PACKAGE)
        run("systemctl", "enable", "--now", "amazon-ssm-agent")
    except (Broken, NotYet) as error:
        log(f"no Session Manager: {error}")
    finally:
        PACKAGE.unlink(missing_ok=True)
    return 0


def fetch(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=15, context=system_trust()) as answer:  # noqa: S310
            PACKAGE.write_bytes(answer.read())
    except (OSError, http.client.HTTPException) as error:
        raise NotYet(f"{url}: {error}") from error

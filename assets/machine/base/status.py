"""The machine's word: to the status parameter whenever it changes, to CloudFormation once in its life."""

import datetime
import json

from kitte.base import contract
from kitte.base.aws import Aws
from kitte.base.shell import LIB, Json, load, log, save

NOT_OURS = ("version", "instance", "at")  # added here
PROSE = ("reason", "warning")


def tell(machine: Json, aws: Aws, report: Json) -> None:
    """Status first, signal second: whoever hears the signal finds the reason written. Where two machines live, the
    parameter belongs to the one that the lease names, or to one that fails before it was named."""
    known = contract.declared("report")
    words = {field: str(report.get(field, "")) for field in known["fields"] if field not in NOT_OURS}
    words |= {field: " ".join(words[field].split())[:1000] for field in PROSE}
    words: Json = {"version": known["version"], **words, "instance": aws.instance}
    names = machine["names"]
    told = load(LIB / "status.json")
    signalled = load(LIB / "signal.json").get("instance") == aws.instance
    speaks = words["state"] != "standby" and (not signalled or load(LIB / "lease.json").get("instance") == aws.instance)
    if speaks and {**told, "at": None} != {**words, "at": None}:
        log(" ".join(filter(None, (words["state"], words["reason"], words["warning"]))))
        stamped = {**words, "at": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        aws.put_parameter(names["status"], json.dumps(stamped))
        save(LIB / "status.json", stamped)
    if not signalled:
        signal = "FAILURE" if words["state"] == "failed" else "SUCCESS"
        aws.signal(names["stack"], names["instance"], signal)
        log(f"signalled {signal} to CloudFormation")
        save(LIB / "signal.json", {"instance": aws.instance, "signal": signal})

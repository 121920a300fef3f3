"""The four calls to EC2 by which the volume and the address move to this machine."""

import re

from kitte.base.aws import Aws

DEVICE = "/dev/sdf"  # EC2 wants a name; on Nitro the device appears under another


def holder(aws: Aws, volume: str) -> tuple[str, str]:
    """Which instance the volume is attached to, and how; ("", "") when it is free."""
    answer = _call(aws, "DescribeVolumes", volume, {"VolumeId.1": volume})
    found = re.search(r"<attachmentSet>(.*?)</attachmentSet>", answer, re.DOTALL)
    if found is None:
        return "", ""
    words = dict(re.findall(r"<(instanceId|status)>([^<]*)<", found[1]))
    return words.get("instanceId", ""), words.get("status", "")


def attach(aws: Aws, volume: str) -> None:
    _call(aws, "AttachVolume", volume, {"VolumeId": volume, "InstanceId": aws.instance, "Device": DEVICE})


def detach(aws: Aws, volume: str, instance: str, *, force: bool = False) -> None:
    fields = {"VolumeId": volume, "InstanceId": instance, **({"Force": "true"} if force else {})}
    _call(aws, "DetachVolume", volume, fields)


def associate(aws: Aws, allocation: str) -> None:
    fields = {"AllocationId": allocation, "InstanceId": aws.instance, "AllowReassociation": "true"}
    _call(aws, "AssociateAddress", allocation, fields)


def _call(aws: Aws, action: str, resource: str, fields: dict[str, str]) -> str:
    return aws.query("ec2", resource, {"Action": action, "Version": "2016-11-15", **fields})

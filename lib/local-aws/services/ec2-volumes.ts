import type { Call, Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { tagContext, tagsOf } from '../stores/tags';
import type { Volume } from '../stores/volumes';
import { asText, isTrue, optionalText, texts } from '../values';

/** Both the volume and the machine must be allowed, each with its own tags. */
function authorize(call: Call, action: string, volumeId: string, instanceId: string): void {
  const { account } = call;
  const { tags } = account.ec2.volumes.get(volumeId);
  call.authorize(action, account.arn('ec2', `volume/${volumeId}`), tagContext(tags));
  authorizeInstance(call, action, instanceId);
}

export function authorizeInstance(call: Call, action: string, instanceId: string): void {
  const { account } = call;
  const { properties } = account.ec2.instances.get(instanceId);
  const context = tagContext(tagsOf(properties['Tags']));
  call.authorize(action, account.arn('ec2', `instance/${instanceId}`), context);
}

/**
 * EC2 asks KMS for a grant in the caller's name, by which the host may decrypt the volume's data key.
 * https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html
 */
function authorizeGrant(call: Call, volumeId: string): void {
  const { kmsKey } = call.account.ec2.volumes.get(volumeId);
  if (kmsKey === undefined) return;
  call.authorize('kms:CreateGrant', kmsKey, {
    'kms:GrantIsForAWSResource': 'true',
    'kms:ViaService': `ec2.${call.account.region}.amazonaws.com`,
    'kms:CallerAccount': call.account.accountId,
    'kms:EncryptionContext:aws:ebs:id': volumeId,
  });
}

export const ec2Volumes: Operations = {
  DescribeVolumes: operation('VolumeId', (input, call) => {
    call.authorize('ec2:DescribeVolumes', '*');
    const { volumes } = call.account.ec2;
    const ids = texts(input['VolumeId']);
    const found = ids.length > 0 ? ids.map((id) => volumes.get(id)) : volumes.all();
    return { volumeSet: { item: found.map(volumeItem) } };
  }),
  AttachVolume: operation('VolumeId InstanceId Device', (input, call) => {
    const [id, instanceId] = [asText(input['VolumeId']), asText(input['InstanceId'])];
    authorize(call, 'ec2:AttachVolume', id, instanceId);
    authorizeGrant(call, id);
    const attachment = call.account.ec2.volumes.attach(id, instanceId, asText(input['Device']));
    return { volumeId: id, instanceId, device: attachment.device, status: attachment.state };
  }),
  DetachVolume: operation('VolumeId InstanceId Force', (input, call) => {
    const id = asText(input['VolumeId']);
    const { volumes } = call.account.ec2;
    const instanceId = optionalText(input['InstanceId']) ?? volumes.get(id).attachment?.instanceId;
    if (instanceId !== undefined) authorize(call, 'ec2:DetachVolume', id, instanceId);
    const attachment = volumes.detach(id, instanceId, isTrue(input['Force']));
    return { volumeId: id, instanceId: attachment.instanceId, status: attachment.state };
  }),
};

function volumeItem({ id, sizeGiB, availabilityZone, created, attachment, kmsKey }: Volume): object {
  const attached = attachment && {
    volumeId: id,
    instanceId: attachment.instanceId,
    device: attachment.device,
    status: attachment.state,
    deleteOnTermination: false,
  };
  return {
    volumeId: id,
    size: sizeGiB,
    availabilityZone,
    status: attachment ? 'in-use' : 'available',
    createTime: created.toISOString(),
    volumeType: 'gp3',
    encrypted: true,
    kmsKeyId: kmsKey,
    attachmentSet: attached ? { item: [attached] } : '',
  };
}

import { ApiError, unsupported } from '../errors';
import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import type { Address } from '../stores/addresses';
import type { Instance } from '../stores/instance';
import type { Rule } from '../stores/security-groups';
import { sameRule } from '../stores/security-groups';
import type { Value, Values } from '../values';
import { asText, isTrue, objects, optionalText, texts } from '../values';
import { vCpusOf } from '../stores/quotas';
import { ec2Networks } from './ec2-networks';
import { ec2Offers } from './ec2-offers';
import { authorizeInstance, ec2Volumes } from './ec2-volumes';

export const ec2: Operations = {
  ...ec2Networks,
  ...ec2Offers,
  ...ec2Volumes,
  AssociateAddress: operation('AllocationId InstanceId AllowReassociation', async (input, call) => {
    const [id, instanceId] = [asText(input['AllocationId']), asText(input['InstanceId'])];
    const { account } = call;
    call.authorize('ec2:AssociateAddress', account.arn('ec2', `elastic-ip/${id}`), addressContext(id));
    // The service authorization reference lists the interface too and does not say when it is asked: always, here.
    call.authorize('ec2:AssociateAddress', account.arn('ec2', `network-interface/eni-of-${instanceId}`));
    authorizeInstance(call, 'ec2:AssociateAddress', instanceId);
    const { association } = account.ec2.addresses.get(id);
    const elsewhere = association !== undefined && association.instanceId !== instanceId;
    if (elsewhere && !isTrue(input['AllowReassociation']))
      throw new ApiError(
        'Resource.AlreadyAssociated',
        `resource ${id} is already associated with associate-id ${association.id}`,
      );
    const associationId = await account.ec2.addresses.associate(id, instanceId);
    return { associationId };
  }),
  DescribeAddresses: operation('AllocationId PublicIp Filter', (input, call) => {
    call.authorize('ec2:DescribeAddresses', '*');
    const ids = [...texts(input['AllocationId']), ...texts(input['PublicIp'])];
    const { addresses } = call.account.ec2;
    const found = (ids.length > 0 ? ids.map((id) => addresses.get(id)) : addresses.all()).filter((address) =>
      objects(input['Filter']).every((filter) => matches(filter, address)),
    );
    return { addressesSet: { item: found.map(addressItem) } };
  }),
  DescribeAddressesAttribute: operation('AllocationId Attribute MaxResults', (input, call) => {
    call.authorize('ec2:DescribeAddressesAttribute', '*');
    const { addresses } = call.account.ec2;
    const ids = texts(input['AllocationId']);
    const found = ids.length > 0 ? ids.map((id) => addresses.get(id)) : addresses.all();
    return { addressSet: { item: found.map(attributeItem) } };
  }),
  ModifyAddressAttribute: operation('AllocationId DomainName', async (input, call) => {
    const id = asText(input['AllocationId']);
    call.authorize(
      'ec2:ModifyAddressAttribute',
      call.account.arn('ec2', `elastic-ip/${id}`),
      addressContext(id),
    );
    return {
      address: attributeItem(
        await call.account.ec2.addresses.setReverseName(id, asText(input['DomainName'])),
      ),
    };
  }),
  ResetAddressAttribute: operation('AllocationId Attribute', (input, call) => {
    const id = asText(input['AllocationId']);
    call.authorize(
      'ec2:ResetAddressAttribute',
      call.account.arn('ec2', `elastic-ip/${id}`),
      addressContext(id),
    );
    return { address: attributeItem(call.account.ec2.addresses.resetReverseName(id)) };
  }),
  DescribeInstances: operation('InstanceId Filter MaxResults', (input, call) => {
    call.authorize('ec2:DescribeInstances', '*');
    if (input['Filter'] !== undefined)
      throw unsupported('a Filter of ec2:DescribeInstances: name the instance ids');
    const ids = texts(input['InstanceId']);
    const { instances } = call.account.ec2;
    const found = ids.length > 0 ? ids.map((id) => instances.get(id)) : instances.all();
    return {
      reservationSet: {
        item: found.map((instance) => ({ instancesSet: { item: [instanceItem(instance)] } })),
      },
    };
  }),
  DescribeInstanceAttribute: operation('InstanceId Attribute', (input, call) => {
    const id = asText(input['InstanceId']);
    call.authorize('ec2:DescribeInstanceAttribute', call.account.arn('ec2', `instance/${id}`));
    if (input['Attribute'] !== 'userData')
      throw unsupported(`the attribute ${asText(input['Attribute'])} of ec2:DescribeInstanceAttribute`);
    const instance = call.account.ec2.instances.get(id);
    return { instanceId: id, userData: { value: Buffer.from(instance.userData()).toString('base64') } };
  }),
  AuthorizeSecurityGroupIngress: operation('GroupId IpPermissions', (input, call) =>
    changeRules(input, call, 'AuthorizeSecurityGroupIngress'),
  ),
  RevokeSecurityGroupIngress: operation('GroupId IpPermissions', (input, call) =>
    changeRules(input, call, 'RevokeSecurityGroupIngress'),
  ),
  // Outbound traffic is not limited in the rehearsal: the calls are known, and checked for permission alone.
  AuthorizeSecurityGroupEgress: operation('GroupId IpPermissions', (input, call) => {
    call.authorize(
      'ec2:AuthorizeSecurityGroupEgress',
      call.account.arn('ec2', `security-group/${asText(input['GroupId'])}`),
    );
    return { return: true };
  }),
  RevokeSecurityGroupEgress: operation('GroupId IpPermissions', (input, call) => {
    call.authorize(
      'ec2:RevokeSecurityGroupEgress',
      call.account.arn('ec2', `security-group/${asText(input['GroupId'])}`),
    );
    return { return: true };
  }),
};

async function changeRules(input: Values, call: Parameters<Operations[string]['run']>[1], action: string) {
  const id = asText(input['GroupId']);
  call.authorize(`ec2:${action}`, call.account.arn('ec2', `security-group/${id}`));
  const rules = objects(input['IpPermissions']).flatMap(rulesOf);
  await call.account.ec2.changeRules(id, (ingress) =>
    action.startsWith('Authorize')
      ? [...ingress, ...rules]
      : ingress.filter((rule) => !rules.some(sameRule(rule))),
  );
  return { return: true };
}

function rulesOf(permission: Values): Rule[] {
  const base = {
    protocol: asText(permission['IpProtocol']),
    from: Number(permission['FromPort'] ?? -1),
    to: Number(permission['ToPort'] ?? -1),
  };
  return [
    ...objects(permission['IpRanges']).map((range) => ({ ...base, source: asText(range['CidrIp']) })),
    ...objects(permission['Groups']).map((group) => ({ ...base, source: asText(group['GroupId']) })),
  ];
}

const addressContext = (id: string) => ({ 'ec2:AllocationId': id });

function matches(filter: Values, address: Address): boolean {
  const known: Record<string, Value> = {
    'allocation-id': address.allocationId,
    'public-ip': address.publicIp,
    'instance-id': address.association?.instanceId,
    domain: 'vpc',
  };
  const name = asText(filter['Name']);
  const tag = /^tag:(.+)$/.exec(name)?.[1];
  if (tag === undefined && !(name in known)) throw unsupported(`the filter ${name} of ec2:DescribeAddresses`);
  const value = tag === undefined ? known[name] : address.tags.find(({ Key }) => Key === tag)?.Value;
  return texts(filter['Value']).includes(optionalText(value) ?? '');
}

function addressItem(address: Address): object {
  return {
    allocationId: address.allocationId,
    publicIp: address.publicIp,
    domain: 'vpc',
    associationId: address.association?.id,
    instanceId: address.association?.instanceId,
    tagSet: { item: address.tags.map(({ Key, Value }) => ({ key: Key, value: Value })) },
  };
}

function attributeItem(address: Address): object {
  return {
    publicIp: address.publicIp,
    allocationId: address.allocationId,
    ptrRecord: address.ptr,
    ptrRecordUpdate: address.ptrUpdate,
  };
}

function instanceItem(instance: Instance): object {
  const CODES = { pending: 0, running: 16, stopped: 80 };
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceType: instance.instanceType,
    privateIpAddress: instance.privateIp,
    ipAddress: instance.publicIp(),
    subnetId: instance.subnetId,
    launchTime: instance.launched.toISOString(),
    instanceState: { code: CODES[instance.state], name: instance.state },
    placement: { availabilityZone: instance.availabilityZone },
    cpuOptions: { coreCount: vCpusOf(instance.instanceType), threadsPerCore: 1 },
  };
}

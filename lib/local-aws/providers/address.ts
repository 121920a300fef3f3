import type { Address } from '../stores/addresses';
import type { Value } from '../values';
import { asText } from '../values';
import type { Providers } from './provider';
import { words } from './provider';

const made = ({ publicIp, allocationId }: Address) => ({
  id: publicIp,
  attributes: { AllocationId: allocationId, PublicIp: publicIp },
});

const tagsOf = (value: Value) => (value ?? []) as unknown as Address['tags'];

export const addresses: Providers = {
  'AWS::EC2::EIP': {
    properties: words('Domain Tags'),
    create: (properties, place) => made(place.account.ec2.addresses.allocate(tagsOf(properties['Tags']))),
    update: (id, _properties, _old, _changes, place) => made(place.account.ec2.addresses.get(id)),
    delete: (id, _properties, place) => place.account.ec2.addresses.release(id),
  },
  'AWS::EC2::EIPAssociation': {
    properties: words('AllocationId InstanceId'),
    async create(properties, place) {
      const { AllocationId, InstanceId } = properties;
      const id = await place.account.ec2.addresses.associate(asText(AllocationId), asText(InstanceId));
      return { id, attributes: { Id: id } };
    },
    delete: (id, _properties, place) => place.account.ec2.addresses.disassociate(id),
  },
};

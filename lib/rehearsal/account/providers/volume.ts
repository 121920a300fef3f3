import type { Volume } from '../stores/volumes';
import { tagsOf } from '../stores/tags';
import { asText } from '../values';
import type { Providers } from './provider';
import { words } from './provider';

const made = ({ id }: Volume) => ({ id, attributes: { VolumeId: id } });

export const volumes: Providers = {
  'AWS::EC2::Volume': {
    properties: words('AvailabilityZone Encrypted Size Tags VolumeType'),
    create: ({ AvailabilityZone, Size, Tags }, place) =>
      made(place.account.ec2.volumes.create(asText(AvailabilityZone), Number(Size), tagsOf(Tags))),
    async update(id, { AvailabilityZone, Size, Tags }, _old, changes, place) {
      const store = place.account.ec2.volumes;
      // The resource reference says: "Updates are not supported."
      if (AvailabilityZone !== store.get(id).availabilityZone)
        throw new Error('AvailabilityZone of AWS::EC2::Volume: Updates are not supported');
      if (changes.some(({ name }) => name === 'Size')) await store.resize(id, Number(Size));
      const volume = store.get(id);
      volume.tags = tagsOf(Tags);
      return made(volume);
    },
    delete: (id, _properties, place) => place.account.ec2.volumes.delete(id),
  },
};

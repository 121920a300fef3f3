import { changedProperties } from '../engine/replacement';
import type { Volume } from '../stores/volumes';
import { tagsOf } from '../stores/tags';
import { asText, optionalText } from '../values';
import type { Providers } from './provider';
import { words } from './provider';

const TYPE = 'AWS::EC2::Volume';
/** The resource reference says of each: "Updates are not supported." */
const FIXED = ['AvailabilityZone', 'Encrypted', 'KmsKeyId'];

const made = ({ id }: Volume) => ({ id, attributes: { VolumeId: id } });

export const volumes: Providers = {
  [TYPE]: {
    properties: words('AvailabilityZone Encrypted KmsKeyId Size Tags VolumeType'),
    create: (properties, { account }) =>
      made(
        account.ec2.volumes.create({
          availabilityZone: asText(properties['AvailabilityZone']),
          sizeGiB: Number(properties['Size']),
          tags: tagsOf(properties['Tags']),
          kmsKey: optionalText(properties['KmsKeyId']) ?? account.options.ebsDefaultKey,
          made: properties,
        }),
      ),
    async update(id, properties, _old, changes, place) {
      const store = place.account.ec2.volumes;
      // Against how it was made: a roll-back asks for that again, after an update that was refused.
      const changed = changedProperties(TYPE, store.get(id).made, properties);
      const fixed = changed.find(({ name }) => FIXED.includes(name));
      if (fixed) throw new Error(`${fixed.name} of ${TYPE}: Updates are not supported`);
      if (changes.some(({ name }) => name === 'Size')) await store.resize(id, Number(properties['Size']));
      const volume = store.get(id);
      volume.tags = tagsOf(properties['Tags']);
      return made(volume);
    },
    delete: (id, _properties, place) => place.account.ec2.volumes.delete(id),
  },
};

import type { Provider } from './provider';

/** Custom resources: a Lambda function decides. A changed physical id replaces. */
export const customResource: Provider = {
  properties: ['*'],
  create: (properties, place) => place.account.customResources.request('Create', { ...place, properties }),
  update: (physicalId, properties, old, _changes, place) =>
    place.account.customResources.request('Update', { ...place, properties, old, physicalId }),
  async delete(physicalId, properties, place) {
    await place.account.customResources.request('Delete', { ...place, properties, physicalId });
  },
};

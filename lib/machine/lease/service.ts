import type { Service } from '../service';

/** Which machine serves: whoever the lease names has volume and address. */
export const lease: Service = {
  name: 'lease',
  units: [{ name: 'kitte-holder.service', enabled: true, starts: 'placed' }],
  commands: { holder: 'holder:main' },
};

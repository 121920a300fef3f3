import type { Service } from '../service';

/** Once a boot: files, packages, daemons, in this order; and what the machine itself needs, swap and a journal. */
export const setup: Service = {
  name: 'setup',
  units: [
    { name: 'kitte-setup.service', errand: true, inUserData: true },
    { name: 'var-lib-kitte-swapfile.swap' },
  ],
  commands: { setup: 'setup:main' },
};

import type { Service } from '../service';

/** What every program stands on. */
export const base: Service = {
  name: 'base',
  packages: ['ca-certificates', 'openssl'],
  modes: {
    '/etc/kitte/machine.json': '644 root:root',
    '/usr/local/lib/kitte/boot.pyz': '644 root:root',
    '/usr/local/lib/kitte/kitte.pyz': '644 root:root',
    '/var/lib/cloud/instance/user-data.txt': '600 root:root',
    '/var/lib/kitte': '755 root:root',
  },
};

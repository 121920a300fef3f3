import type { Service } from '../service';

/** What the settings say becomes what the machine does, and is reported: at each boot, each half minute, at a nudge. */
export const sync: Service = {
  name: 'sync',
  units: [
    { name: 'kitte-sync.service', enabled: true, errand: true },
    { name: 'kitte-sync.timer', starts: 'last' },
    { name: 'kitte-sync.path', enabled: true, starts: 'placed' },
  ],
  commands: { sync: 'sync:main' },
};

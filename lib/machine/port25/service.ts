import type { Service } from '../service';

/** Tries whether mail gets out, as AWS keeps port 25 shut for new accounts. */
export const port25: Service = {
  name: 'port25',
  units: [{ name: 'kitte-port25.service', errand: true }],
  commands: { port25: 'port25:main' },
};

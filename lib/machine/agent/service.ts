import type { Service } from '../service';

/** Session Manager's agent, which Debian does not package: best effort. */
export const agent: Service = {
  name: 'agent',
  units: [{ name: 'kitte-agent.service', starts: 'last', errand: true }],
  commands: { agent: 'agent:main' },
};

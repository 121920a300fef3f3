import type { Fault } from '../fault';
import { putOff } from '../queue';
import { incoming, filter } from './firewall';

const group = 'receiver';

const firewalled = (id: string, name: string, verdict: string, why: RegExp): Fault => ({
  ...{ id: `receiver-${id}`, group, name, client: 'served' },
  plant: ({ world }) => filter(world.receiver, incoming(verdict)),
  during: (ground) => putOff(ground, why),
  heal: ({ world }) => filter(world.receiver),
});

export const connection: readonly Fault[] = [
  firewalled('refuses', 'the receiver refuses connections', 'reject with tcp reset', /Connection refused/),
  firewalled('silent', 'the receiver is silent: no packet comes back', 'drop', /Connection timed out/),
  {
    id: 'receiver-port-25-blocked',
    group,
    name: 'EC2 blocks port 25 on the way out',
    client: 'served',
    plant: ({ world }) => world.blockPort25(true),
    during: (ground) => ground.waiting(10, 60_000),
    heal: ({ world }) => world.blockPort25(false),
  },
];

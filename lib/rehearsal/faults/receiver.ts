import type { Fault } from './fault';
import type { Ground } from './ground';
import { incoming, noRules, rules } from './firewall';

const group = 'receiver';
const waits = (ground: Ground) => ground.waiting(10, 60_000);

const firewalled = (id: string, name: string, verdict: string): Fault => ({
  ...{ id: `receiver-${id}`, group, name, client: 'served', during: waits },
  plant: ({ world }) => rules(world.receiver, incoming(verdict)),
  heal: ({ world }) => noRules(world.receiver),
});

export const receiver: readonly Fault[] = [
  firewalled('refuses', 'the receiver refuses connections', 'reject with tcp reset'),
  firewalled('silent', 'the receiver is silent: no packet comes back', 'drop'),
  {
    id: 'receiver-port-25-blocked',
    group,
    name: 'EC2 blocks port 25 on the way out',
    client: 'served',
    plant: ({ world }) => world.blockPort25(true),
    during: waits,
    heal: ({ world }) => world.blockPort25(false),
  },
];

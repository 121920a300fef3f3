import type { Fault } from './fault';

const group = 'receiver';

export const receiver: readonly Fault[] = [
  {
    id: 'receiver-port-25-blocked',
    group,
    name: 'no way out: port 25 is blocked',
    client: 'served',
    plant: ({ world }) => world.blockPort25(true),
    during: (ground) => ground.waiting(10),
    heal: ({ world }) => world.blockPort25(false),
  },
];

import type { Fault } from './fault';

const group = 'daemons';

export const daemons: readonly Fault[] = [
  {
    id: 'daemons-opendkim-stopped',
    group,
    name: 'OpenDKIM is stopped and stays so',
    client: 'deferred',
    plant: async (ground) => void (await ground.sh('systemctl stop opendkim')),
    heal: async (ground) => void (await ground.sh('systemctl start opendkim')),
  },
];

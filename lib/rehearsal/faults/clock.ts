import { readFile } from 'node:fs/promises';
import { run } from '../world/shell';
import type { Fault } from './fault';
import type { Ground } from './ground';

const group = 'machine';
const DAEMONS = ['unbound', 'opendkim', 'dovecot', 'kitte-guard', 'kitte-clerk', 'postfix'];
const LIBRARY = '/usr/lib/libfaketime.so.1';
/** Read at every look at the clock. Postfix's chroot has its own. */
const CLOCKS = ['/etc/faketimerc', '/var/spool/postfix/etc/faketimerc'];
const WORDS = [
  `LD_PRELOAD=${LIBRARY}`,
  `FAKETIME_TIMESTAMP_FILE=${String(CLOCKS[0])}`,
  // The kernel's monotonic clock does not jump either; the stamps of files do.
  ...['FAKETIME_NO_CACHE=1', 'FAKETIME_DISABLE_SHM=1', 'FAKETIME_DONT_FAKE_MONOTONIC=1'],
];
const JUMP_HOURS = 2;

/** faketime is on the host, see FAKE_CLOCK in prerequisites.ts; the machine gets its library. */
async function library(): Promise<string> {
  const { stdout } = await run(['dpkg-query', '--listfiles', 'libfaketime']);
  const path = stdout.split('\n').find((line) => line.endsWith('/libfaketime.so.1'));
  if (path === undefined) throw new Error('No libfaketime.so.1 on this host: apt-get install faketime');
  return readFile(path, 'base64');
}

async function preload(ground: Ground): Promise<void> {
  await ground.world.exec(
    ground.instance,
    ['sh', '-ec', `base64 -d > ${LIBRARY}; chmod 644 ${LIBRARY}`],
    await library(),
  );
  await set(ground, 0);
  const names = WORDS.map((word) => word.split('=')[0]).join(' ');
  await ground.sh(
    `for unit in ${DAEMONS.join(' ')}; do
  mkdir -p /run/systemd/system/$unit.service.d
  printf '[Service]\\n${WORDS.map((word) => `Environment=${word}\\n`).join('')}' > /run/systemd/system/$unit.service.d/faketime.conf
done
for direction in import export; do postconf -e "$(postconf -x $direction''_environment) ${names}"; done
systemctl daemon-reload
systemctl restart ${DAEMONS.join(' ')}`,
  );
}

const set = (ground: Ground, hours: number) =>
  ground.sh(
    CLOCKS.map(
      (path) =>
        `echo '${hours < 0 ? '-' : '+'}${String(Math.abs(hours))}h' > ${path}.new; mv ${path}.new ${path}`,
    ).join('\n'),
  );

/** Hours that the machine was ahead of its receiver, by what both wrote into the messages' heads. */
async function offsets(ground: Ground): Promise<number[]> {
  const messages = await ground.world.receiver.messages();
  return messages
    .filter(({ source }) => source.includes('machine-clock-'))
    .map(({ source }) => {
      const [theirs = 0, ours = 0] = [...source.matchAll(/^Received: [^;]*;\s+(.*)$/gm)].map(
        ([, date = '']) => Date.parse(date),
      );
      return Math.round((ours - theirs) / 3_600_000);
    });
}

const unload = async (ground: Ground) => {
  await ground.sh(
    `rm -f ${DAEMONS.map((unit) => `/run/systemd/system/${unit}.service.d/faketime.conf`).join(' ')}
postconf -X import_environment export_environment
systemctl daemon-reload
systemctl restart ${DAEMONS.join(' ')}
rm -f ${[LIBRARY, ...CLOCKS].join(' ')}`,
  );
};

export const clock: readonly Fault[] = [
  {
    id: 'machine-clock',
    group,
    name: `the daemons' clock jumps ${String(JUMP_HOURS)} hours ahead, then ${String(2 * JUMP_HOURS)} hours back`,
    client: 'served',
    copies:
      'RFC 1047 section 1: Postfix is restarted to be given its clock, between a 250 and its being noted',
    plant: async (ground) => {
      await preload(ground);
      await set(ground, JUMP_HOURS);
    },
    during: async (ground, load) => {
      await set(ground, -JUMP_HOURS);
      await load.accepts(30, 60_000);
      const seen = [...new Set(await offsets(ground))].sort((a, b) => a - b);
      for (const hours of [-JUMP_HOURS, JUMP_HOURS])
        if (!seen.includes(hours))
          throw new Error(`No message was stamped ${String(hours)} hours off: ${seen.join()}`);
      return `messages stamped ${seen.join(', ')} hours off`;
    },
    heal: unload,
  },
];

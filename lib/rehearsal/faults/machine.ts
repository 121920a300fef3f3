import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './fault';
import { clock } from './clock';
import { logBurst } from './log';
import { volume } from './volume';
import type { Ground } from './ground';
import { memory } from './memory';
import { reported, syncNow, well } from './word';

const group = 'machine';
const VOLUME = '/var/lib/kitte/volume';
const EVERY_INODE = readFileSync(join(__dirname, 'every-inode.py'), 'utf8');
/** Which letters were written: as if the machine had not warned yet. */
const WARNED = '/var/lib/kitte/warned.json';
/** Seconds for a sync in which a letter is given up, and for one that was under way (sendmail.py, PATIENCE). */
const SYNC_S = 60;
/** Seconds in which the messages that came before the last inode went are delivered. */
const UNDER_WAY_S = 60;
/** The receiver's 250 for a message may not be written down yet, so it is sent once more. */
const POWER = "RFC 1047 section 1: the power went between the receiver's 250 and its being noted";

const booted = async (ground: Ground) => (await ground.exec('stat', '-c', '%Y', '/proc/1')).trim();
const boots = new WeakMap<Ground, string>();

async function cut(ground: Ground): Promise<void> {
  boots.set(ground, await booted(ground));
  await ground.world.cutPower(ground.instance);
}

async function another(ground: Ground): Promise<string> {
  if ((await booted(ground)) === boots.get(ground)) throw new Error('The machine did not boot anew.');
  const words = 'recovering journal';
  const found = await ground.sh(`journalctl -b --no-pager -q | grep -c "kitte-queue: ${words}" || true`);
  if (Number(found) === 0) throw new Error(`The volume was not cut off: e2fsck did not say "${words}".`);
  return `another boot; e2fsck: ${words}`;
}

/** That the machine says so, in a sync that its letter to the postmaster, which cannot go in now, does not hold up. */
async function noted(ground: Ground, what: string): Promise<string> {
  await ground.sh(`rm -f ${WARNED}`);
  const begun = Date.now();
  await syncNow(ground);
  const seconds = Math.round((Date.now() - begun) / 1000);
  if (seconds > SYNC_S) throw new Error(`A sync took ${String(seconds)} s, more than ${String(SYNC_S)}.`);
  return reported(ground, `that the volume's ${what} ends`, ({ warning }) =>
    warning.includes(`queue volume: under 10% of its ${what} is left`),
  );
}

export const machine: readonly Fault[] = [
  {
    id: 'machine-power-cut',
    group,
    name: 'the power goes in mid-load and comes back',
    client: 'served',
    copies: POWER,
    plant: cut,
    during: another,
    heal: () => Promise.resolve(),
  },
  {
    id: 'machine-power-cut-queue',
    group,
    name: 'the power goes while accepted mail waits in the queue',
    client: 'served',
    copies: POWER,
    plant: async (ground) => {
      await ground.world.blockPort25(true);
      await ground.waiting(10);
      await cut(ground);
    },
    during: another,
    heal: ({ world }) => world.blockPort25(false),
  },
  {
    id: 'machine-disk-full',
    group,
    name: "the queue's volume is full to the last block",
    client: 'deferred',
    plant: async (ground) => {
      // Reserved at once, then the last blocks one by one.
      await ground.sh(
        `room=$(df --output=avail -B1M ${VOLUME} | tail -n 1)\n` +
          `fallocate -l $((room - 8))M ${VOLUME}/full\n` +
          `cat /dev/zero > ${VOLUME}/rest 2>/dev/null || true`,
      );
    },
    during: async (ground, load) => {
      const words = load.words();
      if (!words.includes('452 4.3.1')) throw new Error(`The client heard ${words}, not 452 4.3.1.`);
      return `${words}; ${await noted(ground, 'space')}`;
    },
    heal: async (ground) => {
      await ground.sh(`rm -f ${VOLUME}/full ${VOLUME}/rest`);
      await well(ground);
    },
  },
  {
    id: 'machine-inodes',
    group,
    name: "the queue's volume has no inode left",
    client: 'deferred',
    plant: async (ground) => {
      const seconds = String(UNDER_WAY_S);
      await ground.exec('python3', '-c', EVERY_INODE, `${VOLUME}/many`, seconds);
    },
    during: async (ground, load) => `${load.words()}; ${await noted(ground, 'inodes')}`,
    heal: async (ground) => {
      await ground.sh(`rm -rf ${VOLUME}/many`);
      await well(ground);
    },
  },
  ...volume,
  logBurst,
  ...memory,
  ...clock,
];

import { readFileSync } from 'node:fs';
import { until } from '../world/shell';
import { deploy, edit, mustSucceed } from './config-file';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { lookAgain, reported, syncNow, well } from './word';

const group = 'machine';
const VOLUME = '/var/lib/kitte/volume';
const RESIZE = '/usr/sbin/resize2fs';
const CAP_SYS_RESOURCE = 1n << 24n;
const REFUSED = 'Operation not permitted';
const DENIED = /not permitted|permission denied/i;
/** Seconds in which a Postfix that is stopped again and again would be another process. */
const STEADY_S = 12;

/** EXT4_IOC_RESIZE_FS wants it, in the kernel's first user namespace: a container has it only if its host has. */
const mayGrow = () =>
  (BigInt(`0x${/^CapBnd:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`) &
    CAP_SYS_RESOURCE) !==
  0n;

const mebibytes = async (ground: Ground) =>
  Number(await ground.sh(`df --output=size -B1M ${VOLUME} | tail -n 1`));

/** That the report says so, in the state in which it serves. */
const warned = (ground: Ground) =>
  reported(
    ground,
    'that the file system could not be grown',
    ({ state, warning }) =>
      state === 'converged' && /could not be grown .*the old size goes on.*mail goes on/.test(warning),
  );

/** That nobody stops Postfix because of it. */
async function steady(ground: Ground): Promise<void> {
  const before = await ground.mainPid('postfix');
  const since = Date.now();
  await until('Postfix to have run on', (STEADY_S + 30) * 1000, async () => {
    const now = await ground.mainPid('postfix');
    if (now !== before) throw new Error(`Postfix was stopped meanwhile: ${before}, then ${now}.`);
    return Date.now() - since > STEADY_S * 1000 ? true : undefined;
  });
}

let before = 0;

export const volume: readonly Fault[] = [
  {
    id: 'machine-volume-stays-small',
    group,
    name: "the queue's file system cannot be grown at a boot: the old size serves",
    client: 'served',
    copies: "RFC 1047 section 1: the power went between the receiver's 250 and its being noted",
    plant: async (ground) => {
      await ground.sh(
        `mv ${RESIZE} ${RESIZE}.away; printf '#!/bin/sh\\necho resize2fs: ${REFUSED}; exit 1\\n' > ${RESIZE}; chmod 755 ${RESIZE}`,
      );
      await ground.world.cutPower(ground.instance);
    },
    during: async (ground) => {
      const words = await warned(ground);
      if (!words.includes(REFUSED)) throw new Error(`The report does not say why: ${words}.`);
      await steady(ground);
      return words;
    },
    heal: async (ground) => {
      await ground.sh(`mv -f ${RESIZE}.away ${RESIZE}`);
      await lookAgain(ground);
      await well(ground);
    },
  },
  {
    id: 'machine-volume-grows',
    group,
    name: "a deploy grows the queue's volume: its file system grows with it, or the old size serves",
    client: 'served',
    plant: async (ground) => {
      before = await mebibytes(ground);
      edit(ground, {
        machine: { queueVolumeSizeGiB: ground.sender.environment.machine.queueVolumeSizeGiB + 2 },
      });
      mustSucceed(await deploy(ground));
      await lookAgain(ground);
      await syncNow(ground);
    },
    during: async (ground) => {
      const now = await mebibytes(ground);
      if (now - before > 1500) {
        await well(ground);
        return `${String(before)} MiB, then ${String(now)} MiB`;
      }
      if (mayGrow()) throw new Error(`The file system has ${String(now)} MiB still.`);
      const words = await warned(ground);
      if (!DENIED.test(words)) throw new Error(`The report does not say why: ${words}.`);
      await steady(ground);
      return `this host may grow no file system (CAP_SYS_RESOURCE); ${words}`;
    },
    // A volume does not shrink: whoever comes next gets another server.
    heal: () => Promise.resolve(),
  },
];

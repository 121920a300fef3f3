import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectWith } from './changed-project';
import { deploy, edit, mustFail, mustSucceed } from './config-file';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { spoken, word } from './word';

const group = 'update';

const booted = async (ground: Ground) => (await ground.exec('stat', '-c', '%Y', '/proc/1')).trim();

/** What the owner sees: the stack's state, and the machine's report. */
const seen = (ground: Ground) => {
  const stack = ground.rehearsal.stand.account.stacks().find(({ name }) => name.endsWith('-server'));
  return `${stack?.status ?? 'no stack'}; ${spoken(word(ground))}`;
};

let before = '';
let directory = '';

export const update: readonly Fault[] = [
  {
    id: 'update-stop-start',
    group,
    name: 'a deploy changes the user-data: the machine stops and starts',
    client: 'served',
    plant: async (ground) => {
      before = await booted(ground);
      edit(ground, { certificate: { email: 'ops@example.com' } });
      mustSucceed(await deploy(ground));
    },
    during: async (ground) => {
      if ((await booted(ground)) === before) throw new Error('The machine did not boot anew.');
      return seen(ground);
    },
    heal: () => Promise.resolve(),
  },
  {
    id: 'update-rolled-back',
    group,
    name: 'a deploy whose user-data breaks the machine is rolled back',
    client: 'served',
    plant: async (ground) => {
      directory = mkdtempSync(join(tmpdir(), 'kitte-update-'));
      const project = projectWith(join(directory, 'broken'), 'lib/machine/postfix/main-cf.ts', [
        "'smtp_tls_security_level'",
        "'smtp_tls_securty_level'",
      ]);
      mustFail(await deploy(ground, project), /unused parameter: smtp_tls_securty_level/);
    },
    during: (ground) => {
      const words = seen(ground);
      if (words !== 'UPDATE_ROLLBACK_COMPLETE; converged') throw new Error(`It ended as ${words}.`);
      return Promise.resolve(words);
    },
    heal: () => Promise.resolve(rmSync(directory, { recursive: true, force: true })),
  },
];

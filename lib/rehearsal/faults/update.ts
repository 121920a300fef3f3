import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectWith } from './changed-project';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { spoken, word } from './word';

const group = 'update';

const booted = async (ground: Ground) => (await ground.exec('stat', '-c', '%Y', '/proc/1')).trim();

const serverStack = ({ rehearsal }: Ground) =>
  rehearsal.stand.account.stacks().find(({ name }) => name.endsWith('-server'))?.status ?? 'none';

/** The config that the rehearsal was deployed with. */
const configOf = ({ rehearsal }: Ground) =>
  rehearsal
    .context()
    .find((entry) => entry.startsWith('config='))
    ?.slice('config='.length) ?? '';

async function deploy(ground: Ground, project?: string) {
  const { rehearsal, sender } = ground;
  const args = ['deploy', `${sender.environment.name}/*`, '--require-approval', 'never'];
  const run = await rehearsal.stand.cdk([...args, ...rehearsal.context()], undefined, project);
  return { ...run, seen: `${serverStack(ground)}; ${spoken(word(ground))}` };
}

let before = '';
let seen = '';
let directory = '';

export const update: readonly Fault[] = [
  {
    id: 'update-stop-start',
    group,
    name: 'a deploy changes the user-data: the machine stops and starts',
    client: 'served',
    plant: async (ground) => {
      before = await booted(ground);
      const config = configOf(ground);
      const changed = readFileSync(config, 'utf8').replace(
        '{',
        '{ certificate: { email: "ops@example.com" },',
      );
      writeFileSync(config, changed);
      const { exitCode, output, seen: words } = await deploy(ground);
      seen = words;
      if (exitCode !== 0) throw new Error(`cdk deploy failed:\n${output.slice(-3000)}`);
    },
    during: async (ground) => {
      if ((await booted(ground)) === before) throw new Error('The machine did not boot anew.');
      return seen;
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
      const { exitCode, output, seen: words } = await deploy(ground, project);
      seen = words;
      if (exitCode === 0 || !output.includes('unused parameter: smtp_tls_securty_level'))
        throw new Error(`cdk deploy should have failed with the machine's reason:\n${output.slice(-3000)}`);
      if (!seen.startsWith('UPDATE_ROLLBACK_COMPLETE; converged')) throw new Error(`It ended as ${seen}.`);
    },
    during: () => Promise.resolve(seen),
    heal: () => Promise.resolve(rmSync(directory, { recursive: true, force: true })),
  },
];

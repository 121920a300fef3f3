import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Updates } from '../../config/environment';
import { namesOf } from '../../config/names';
import { settingsDocument } from '../../machine/settings';
import { projectWith } from './changed-project';
import { deploy, edit, mustFail, mustSucceed } from './config-file';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { putParameter } from './parameter';
import { until } from '../world/shell';
import { answerOf, commandLine } from '../../contract/commands';
import { spoken, syncNow, word } from './word';

const group = 'update';

const booted = async (ground: Ground) => (await ground.exec('stat', '-c', '%Y', '/proc/1')).trim();

/** What the owner sees: the stack's state, and the machine's report. */
const seen = (ground: Ground) => {
  const stack = ground.rehearsal.stand.account.stacks().find(({ name }) => name.endsWith('-server'));
  return `${stack?.status ?? 'no stack'}; ${spoken(word(ground))}`;
};

/** As dpkg does it: another file of the same name, while the daemons hold the old one. */
const REPLACED =
  'for file in /usr/lib/*/libcrypto.so.3; do cp -a $file $file.new; mv -f $file.new $file; done';
const DAEMONS = ['dovecot', 'opendkim', 'postfix'];

/** What is not in force on the machine, as the doctor asks it. */
async function notInForce(ground: Ground): Promise<string> {
  const { units, reboot } = answerOf('updates', await ground.sh(commandLine('updates')));
  return [reboot, ...Object.keys(units)].filter(Boolean).join(', ');
}

/** The settings as a deploy writes them; the machine follows within half a minute. */
async function setUpdates(ground: Ground, updates: Updates): Promise<void> {
  const { environment } = ground.sender;
  const document = settingsDocument({ ...environment, updates });
  await putParameter(ground, namesOf(environment.name).settings, document);
  await syncNow(ground);
}

/** A whole minute that is not missed meanwhile, as the config writes it. */
function window(): string {
  const at = new Date(Math.ceil((Date.now() + 45_000) / 60_000) * 60_000).toUTCString();
  return `${at.slice(0, 3)} ${at.slice(17, 22)}`;
}

const REQUIRED = '/run/reboot-required';

let pids: readonly string[] = [];
let before = '';
let directory = '';

export const update: readonly Fault[] = [
  {
    id: 'update-window-restart',
    group,
    name: 'an upgrade replaced a library: the window comes, and the daemons are restarted',
    client: 'served',
    copies: 'RFC 1047 section 1: Postfix is restarted, between a 250 and its being noted',
    plant: async (ground) => {
      await ground.sh(REPLACED);
      const waiting = await notInForce(ground);
      if (!DAEMONS.every((name) => waiting.includes(`${name}.service`)))
        throw new Error(`The machine sees only: ${waiting || 'nothing'}.`);
      pids = await Promise.all(DAEMONS.map((name) => ground.mainPid(name)));
      await setUpdates(ground, { window: window(), reboot: false });
    },
    during: async (ground) => {
      await Promise.all(DAEMONS.map((name, at) => ground.restarted(name, pids[at] ?? '', 150_000)));
      return until('all to be in force', 60_000, async () =>
        (await notInForce(ground)) === '' ? `${DAEMONS.join(', ')} anew; all in force` : undefined,
      );
    },
    heal: (ground) => setUpdates(ground, ground.sender.environment.updates),
  },
  {
    id: 'update-window-reboot',
    group,
    name: 'a kernel waits for a reboot: the window comes, and the machine reboots with mail in its queue',
    client: 'served',
    copies: 'RFC 1047 section 1: Postfix is stopped, between a 250 and its being noted',
    plant: async (ground) => {
      // As the kernel's package leaves it. A container runs its host's kernel, whatever is installed.
      await ground.sh(`echo linux-image-cloud-amd64 > ${REQUIRED}.pkgs; touch ${REQUIRED}`);
      if (!(await notInForce(ground)).includes('linux-image-cloud-amd64 asks for a reboot'))
        throw new Error('The machine does not see that a reboot is asked for.');
      before = await booted(ground);
      await ground.world.blockPort25(true);
      await ground.waiting(10);
      await setUpdates(ground, { window: window(), reboot: true });
    },
    during: async (ground) => {
      await until('the machine to reboot', 150_000, async () =>
        (await booted(ground)) === before ? undefined : true,
      );
      const queued = await until('the queue after the reboot', 60_000, async () => {
        const count = (await ground.sh('postqueue -j')).split('\n').filter((line) => line !== '').length;
        return count > 0 ? count : undefined;
      });
      const left = await until('all to be in force', 60_000, async () =>
        (await notInForce(ground)) === '' ? 'all in force' : undefined,
      );
      return `another boot; ${String(queued)} messages in the queue behind it; ${left}`;
    },
    heal: async (ground) => {
      await ground.world.blockPort25(false);
      await setUpdates(ground, ground.sender.environment.updates);
    },
  },
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

import { settingsFor } from '../../../users/settings';
import type { Case } from '../case';
import type { Ground } from '../ground';
import { programText, type Send } from './client';

/** A program of programs/ in its own language: one JSON object on its input, a JSON line for each case on its output. */
function script(interpreter: string, name: string, prepare: (ground: Ground) => Promise<void>): Send {
  return async (ground, cases) => {
    const host = await ground.host('programs');
    await host.write(`/srv/programs/${name}`, await programText(name));
    await prepare(ground);
    const job = {
      ...ground.settings(),
      settings: `/srv/programs/${name}.settings`,
      cases: cases.map((one) => described(ground, one)),
    };
    const command = `export LANG=C.UTF-8 HOME=/root; exec ${interpreter} /srv/programs/${name}`;
    return said(await host.sh(command, JSON.stringify(job)));
  };
}

/** What a program reads of a case; its message in base64, as JSON has no octets. */
function described(ground: Ground, { client, how, options, raw, ...one }: Case) {
  const given = ground.given({ client, ...one });
  return {
    ...given,
    client,
    how: typeof how === 'function' ? how(given) : how,
    options: options ?? [],
    raw: Buffer.from(raw?.(given) ?? '', 'latin1').toString('base64'),
  };
}

export function said(output: string): Map<string, string> {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return new Map(
    lines.map((line) => {
      const { id, said: words } = JSON.parse(line) as { id: string; said: string };
      return [id, words];
    }),
  );
}

const nothing = () => Promise.resolve();
/** Printed without the password, so that it is read as they say. */
const pasted = (program: 'django' | 'rails', name: string) => async (ground: Ground) => {
  const { host, port, login, from, domain, senders, whole, fetch } = ground.settings();
  const settings = { host, port, login, from, domain, senders, whole, fetch };
  const programs = await ground.host('programs');
  await programs.write(`/srv/programs/${name}.settings`, settingsFor(program, settings));
};

export const scripts = {
  python: script('python3', 'smtp.py', nothing),
  django: script('python3', 'django-mail.py', pasted('django', 'django-mail.py')),
  actionmailer: script('ruby', 'actionmailer.rb', pasted('rails', 'actionmailer.rb')),
  php: script(
    'setpriv --reuid=www-data --regid=www-data --init-groups php',
    'phpmailer.php',
    async (ground) => {
      const host = await ground.host('programs');
      await host.sh(settingsFor('php', ground.settings()));
    },
  ),
} as const satisfies Readonly<Record<string, Send>>;

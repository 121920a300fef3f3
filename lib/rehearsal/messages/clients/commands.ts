import { settingsFor } from '../../../users/settings';
import { CommandError } from '../../world/shell';
import type { Case } from '../case';
import type { Ground } from '../ground';
import type { Send } from './client';

/** Programs that send one message a call. */
export const commands: Send = async (ground, cases) => {
  const host = await ground.host('programs');
  await host.write('/srv/msmtprc', settingsFor('msmtp', ground.settings()));
  await host.sh('chmod 600 /srv/msmtprc');
  const said = new Map<string, string>();
  for (const one of cases)
    said.set(
      one.id,
      await attempt(() => host.sh(`base64 -d | ${commandOf(ground, one)}`, octetsOf(ground, one))),
    );
  return said;
};

/** A message in base64: what goes to a program's input here is text. */
export const octetsOf = (ground: Ground, one: Case): string =>
  Buffer.from(one.raw?.(ground.given(one)) ?? '', 'latin1').toString('base64');

function commandOf(ground: Ground, one: Case): string {
  const { from, to } = ground.given(one);
  const { host, port, login, password = '' } = ground.settings();
  const argv =
    one.client === 'msmtp'
      ? ['msmtp', '--file=/srv/msmtprc', `--from=${from}`, '--', ...to]
      : [
          ...['swaks', '--server', host, '--port', String(port), '--tls-on-connect', '--tls-verify'],
          ...['--auth', 'PLAIN', '--auth-user', login, '--auth-password', password],
          ...['--from', from, '--to', to.join(','), '--helo', 'web1.example.com', ...(one.options ?? [])],
        ];
  return argv.map(quoted).join(' ');
}

export async function attempt(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'sent';
  } catch (error) {
    if (error instanceof CommandError) return `${error.stdout}\n${error.stderr}`.trim().slice(-500);
    throw error;
  }
}

export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

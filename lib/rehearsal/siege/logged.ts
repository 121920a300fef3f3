import { namesOf } from '../../config/names';
import { found, needlesFor } from '../abuse/needles';
import type { Ground } from '../faults/ground';

/** What was guessed is nobody's password, and is in no log either: people mistype their own. */
const GUESS = 'guess 0 0';

/** How much the logs hold, and which passwords of this run, in which form. */
export async function secretsOf(
  ground: Ground,
): Promise<{ readonly read: number; readonly found: readonly string[] }> {
  const { usersSecret } = namesOf(ground.sender.environment.name);
  const secret = ground.rehearsal.stand.account.readSecret(usersSecret) ?? '{}';
  const passwords = Object.entries(JSON.parse(secret) as Record<string, string>);
  const text = await ground.sh(
    'journalctl --all --no-pager -o export; find /var/log -type f ! -path "/var/log/journal/*" -exec cat {} +',
  );
  const needles = [
    ...passwords.flatMap(([login, password]) => needlesFor(`password of ${login}`, password)),
    { what: 'a wrong password', form: 'plain', text: GUESS },
  ];
  return { read: text.length, found: found(needles, text) };
}

import type { Sender } from '../judge/delivery';
import type { World } from '../world';
import { tryLogins, type Tried } from './login-probe';
import { numbered, type Row } from './row';

/** As assets/machine/limits/logins.py counts. */
const FAILURES = 10;
const SHUT_OUT = /^535 5\.7\.8 .*10 failed logins from \S+ in 10 minutes; try again in \d+ min$/;
const FAILED = /^535 5\.7\.8 Error: authentication failed/;
/** Client addresses: whoever guesses, an office behind one address, somebody elsewhere, a program with an old password. */
const [GUESSER, OFFICE, ELSEWHERE, STALE] = ['127.0.1.1', '127.0.1.2', '127.0.1.3', '127.0.1.4'] as const;

/** Passwords guessed at the door: slowed, then shut out for a while, and nobody else with them. */
export async function bruteForceRows(
  world: World,
  sender: Sender,
  instance: string,
): Promise<readonly Row[]> {
  const next = numbered('brute-force');
  const exec = async (...argv: string[]) => (await world.exec(instance, argv)).stdout;
  const row = (what: string, sent: string, answer: string, expected: string, pass: boolean): Row => ({
    ...{ id: next(), group: 'brute-force', case: what, sent, answer, left: '-', expected, pass },
  });
  const attempt = async (from: string, ...tries: [string, string][]) =>
    (await tryLogins(world, instance, [{ from, tries }], 1))[0] ?? [];
  const right: [string, string] = [sender.login, sender.password];
  /** Each on a connection of its own, so that Postfix's own limit of errors does not speak first. */
  const guess = async (from: string, login: string): Promise<Tried[]> => {
    const guesses: Tried[] = [];
    for (let number = 0; number < FAILURES; number += 1)
      guesses.push(...(await attempt(from, [login, `guess ${String(number)}`])));
    return guesses;
  };
  const guessing = async () => {
    const guesses = await guess(GUESSER, 'somebody');
    const [shut] = await attempt(GUESSER, right);
    const journal = await exec('journalctl', '-u', 'kitte-guard', '--no-pager', '-o', 'cat', '-n', '50');
    const event = journal.split('\n').findLast((line) => line.startsWith(`kitte: shut out ${GUESSER} `));
    const [elsewhere] = await attempt(ELSEWHERE, right);
    return { guesses, shut, event: event ?? 'nothing', elsewhere };
  };
  const sharing = async () => {
    await attempt(OFFICE, right);
    await guess(OFFICE, 'somebody');
    const [neighbour] = await attempt(OFFICE, ['another', 'password']);
    const [known] = await attempt(OFFICE, right);
    return { neighbour, known };
  };
  const stale = Array.from({ length: FAILURES + 5 }, () => ({
    from: STALE,
    tries: [[sender.login, 'the old password']] as const,
  }));
  const repeating = async () => {
    await tryLogins(world, instance, stale, stale.length);
    return (await attempt(STALE, right))[0];
  };
  await restarted(exec);

  // What is counted by address is tried side by side.
  const [{ guesses, shut, event, elsewhere }, { neighbour, known }, renewed] = await Promise.all([
    guessing(),
    sharing(),
    repeating(),
  ]);
  const [first, last] = [guesses[0]?.seconds ?? 0, guesses.at(-1)?.seconds ?? 0];

  const lifted = await restarted(exec).then(() => attempt(GUESSER, right));
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  return [
    row(
      'each wrong password is refused',
      `${String(FAILURES)} wrong passwords from one address`,
      [...new Set(guesses.map(({ reply }) => reply))].join(' / '),
      '535 5.7.8, in the same words',
      guesses.every(({ reply }) => FAILED.test(reply)) &&
        new Set(guesses.map(({ reply }) => reply)).size === 1,
    ),
    row(
      'guessing is slowed',
      `${String(FAILURES)} wrong passwords from one address`,
      `the first after ${seconds(first)}, the last after ${seconds(last)}`,
      'the last at least four seconds slower',
      last - first >= 4,
    ),
    row(
      'then the address is shut out, even with the right password',
      'the right password',
      shut?.reply ?? '',
      'a refusal that says how it is counted and for how long',
      SHUT_OUT.test(shut?.reply ?? ''),
    ),
    row(
      'the event',
      'the same',
      event,
      'address, minutes, login',
      /for 10 minutes: 10 failed logins, last as/.test(event),
    ),
    row(
      'nobody elsewhere is touched',
      'the right password from another address',
      elsewhere?.reply ?? '',
      '235',
      elsewhere?.reply.startsWith('235') ?? false,
    ),
    row(
      'a shared address: who guesses there is shut out',
      'a login that never succeeded from there',
      neighbour?.reply ?? '',
      'shut out',
      SHUT_OUT.test(neighbour?.reply ?? ''),
    ),
    row(
      'a shared address: who logged in from there before stays in',
      'the right password, meanwhile',
      known?.reply ?? '',
      '235',
      known?.reply.startsWith('235') ?? false,
    ),
    row(
      'a program that repeats its old password shuts nobody out',
      `the same wrong password ${String(stale.length)} times, then the right one`,
      renewed?.reply ?? '',
      '235',
      renewed?.reply.startsWith('235') ?? false,
    ),
    row(
      'lifted by hand, as the runbook says',
      'systemctl restart kitte-guard, then the right password',
      lifted[0]?.reply ?? '',
      '235',
      lifted[0]?.reply.startsWith('235') ?? false,
    ),
  ];
}

/** Failures are kept in memory alone, and where logins succeeded on disk: both begin anew here. */
async function restarted(exec: (...argv: string[]) => Promise<string>): Promise<void> {
  await exec('systemctl', 'stop', 'kitte-guard.service');
  const forget =
    "import sqlite3; c = sqlite3.connect('/var/lib/kitte/guard/counts.sqlite'); c.execute(\"DELETE FROM known WHERE address LIKE '127.%'\"); c.commit()";
  await exec('runuser', '-u', 'kitte-guard', '--', 'python3', '-c', forget);
  await exec('systemctl', 'start', 'kitte-guard.service');
}

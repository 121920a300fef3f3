import { domainsOf, loginsOf } from '../config/domains';
import { PARAMETER_LIMIT } from '../machine/chunks';
import { settingsParameters } from '../machine/settings';
import { passwordsFor, passwordsText } from '../users/passwords';
import type { Measure } from './limit';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const SECRET_LIMIT = 65_536;

/** Each is written by a call at every change of theirs, of which AWS takes three a second, and has a place in the stack. */
const MOST_PARTS = 20;

/** What grows with each login: the settings that the machine fetches, and the secret with the passwords. */
export const logins: Measure = (environment) => {
  const logins = loginsOf(environment);
  const count = logins.length;
  const domains = domainsOf(environment).length;
  const whom = `${String(count)} logins and their senders${domains > 1 ? `, and of ${String(domains)} domains` : ''}`;
  const secret = passwordsText(
    passwordsFor(
      logins.map(({ login }) => login),
      {},
    ),
  );
  const { value, parts } = settingsParameters(environment);
  return [
    {
      what: `the secret with the passwords of ${String(count)} logins has`,
      size: Buffer.byteLength(secret),
      most: SECRET_LIMIT,
      unit: 'bytes',
      whose: 'Secrets Manager',
      path: ['users'],
      remedy: 'Take logins out, shorten their names, or give some of them an environment of their own.',
    },
    {
      what: `the settings of ${whom}, compressed, have`,
      size: parts.reduce((sum, part) => sum + part.value.length, 0),
      most: MOST_PARTS * PARAMETER_LIMIT,
      unit: 'bytes',
      whose: `${String(MOST_PARTS)} parameters of Systems Manager`,
      path: ['users'],
      remedy: 'Name fewer senders, take logins out, or give some of them an environment of their own.',
    },
    {
      what: 'the head of the settings, with the names of before, has',
      size: Buffer.byteLength(value),
      most: PARAMETER_LIMIT,
      unit: 'bytes',
      whose: 'a parameter of Systems Manager',
      path: ['former'],
      remedy: 'Set over: true in the entries that preflight says are dry, and take those at the end out.',
    },
  ];
};

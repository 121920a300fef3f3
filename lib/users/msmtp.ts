import type { Submission } from './submission';

/** An account of msmtprc(5); `more` are lines of its own, its password's first. */
export function msmtpAccount({ host, port, login, from }: Submission, ...more: readonly string[]): string[] {
  return [
    'account kitte',
    `host ${host}`,
    `port ${String(port)}`,
    'tls on',
    'tls_starttls off',
    'auth plain',
    `user ${login}`,
    `from ${from}`,
    ...more,
    'account default : kitte',
  ];
}

import type { Sender } from '../judge/delivery';
import type { Ground } from './ground';
import { nmap } from './nmap';
import { numbered, type Row } from './row';
import { testssl } from './testssl';

/** What others' scanners say of the served TLS: findings of severity medium and above are failures. */
export async function tls(ground: Ground, { environment }: Sender): Promise<Row[]> {
  const next = numbered('tls');
  const host = environment.hostName;
  const rows = await Promise.all([
    testssl(ground, host, 465),
    testssl(ground, host, 587),
    names(ground, host),
    nmap(ground, host),
  ]);
  return rows.flat().map((row) => ({ id: next(), ...row }));
}

/** A client that verifies gets through under the right name, and under no other. */
async function names(ground: Ground, host: string): Promise<Omit<Row, 'id'>[]> {
  const { client } = ground.world;
  const rows: Omit<Row, 'id'>[] = [];
  for (const [name, trusted, verifies] of [
    [host, true, true],
    [`not-${host}`, true, false],
    [host, false, false],
  ] as const)
    for (const port of [25, 465, 587] as const) {
      const argv = [
        ...['openssl', 's_client', '-brief', '-verify_return_error', '-verify_hostname', name],
        ...['-connect', `${host}:${String(port)}`, ...(port === 465 ? [] : ['-starttls', 'smtp'])],
        ...(trusted ? ['-CAfile', client.trust] : []),
      ];
      const words = await client.run(argv).then(
        ({ stdout, stderr }) => stdout + stderr,
        (error: unknown) => String(error),
      );
      const verified = /Verification: OK/.test(words) && !/verify error/.test(words);
      const who = trusted ? '' : ', without the authority';
      rows.push({
        ...{
          group: 'tls',
          case: `the certificate as ${name}${who}, port ${String(port)}`,
          sent: 'openssl s_client',
        },
        ...{ answer: verified ? 'verified' : 'not verified', left: 'nothing' },
        ...{ expected: verifies ? 'verified' : 'not verified', pass: verified === verifies },
      });
    }
  return rows;
}

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { CommandError } from '../world/shell';
import type { Ground } from './ground';
import type { Row } from './row';

/** One line of testssl.sh's JSON. */
export interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

/** A failed check of testssl.sh itself is a WARN: it proves nothing. */
const FAILURES = ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'];
/** Not judged by it: what it only tells. */
const SILENT = ['INFO', 'DEBUG'];

/**
 * False findings, each with the reason.
 *
 * `cert_revocation`: "Neither CRL nor OCSP URI provided". It speaks of the local authority's certificate, not of the
 * server: pebble issues without either. Let's Encrypt ended OCSP in 2025 and puts a CRL URI into each certificate
 * (https://letsencrypt.org/2024/12/05/ending-ocsp).
 */
const FALSE_FINDINGS: readonly string[] = ['cert_revocation'];

/** testssl.sh from Debian: protocols, suites, forward secrecy, the server's choices, the certificate, known flaws. */
const ARGUMENTS = ['--quiet', '--color', '0', '--warnings', 'off', '-p', '-s', '-f', '-P', '-S', '-U'];

export async function testssl(ground: Ground, host: string, port: 465 | 587): Promise<Omit<Row, 'id'>[]> {
  const { client, directory } = ground.world;
  const file = join(directory, `testssl-${String(port)}.json`);
  await rm(file, { force: true });
  const command = [
    ...['testssl', ...ARGUMENTS, '--jsonfile', file, '--add-ca', client.trust],
    ...(port === 587 ? ['-t', 'smtp'] : []),
    `${host}:${String(port)}`,
  ];
  // It ends with the number of its findings.
  await client.run(command).catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
  });
  const findings = JSON.parse(await readFile(file, 'utf8')) as Finding[];
  return findingRows(findings, port);
}

/** A scan that found next to nothing has not scanned. */
const LEAST = 25;

export function findingRows(findings: readonly Finding[], port: number): Omit<Row, 'id'>[] {
  const judged = findings.filter(({ severity }) => !SILENT.includes(severity));
  const rows = judged.map(({ id, severity, finding }) => {
    const excused = FALSE_FINDINGS.includes(id);
    return row(port, id, `${severity}: ${finding}`, excused || !FAILURES.includes(severity), excused);
  });
  const whole = judged.length >= LEAST && judged.some(({ id }) => id === 'cert_chain_of_trust');
  return [row(port, 'the scan is whole', `${String(judged.length)} findings`, whole), ...rows];
}

function row(port: number, what: string, answer: string, pass: boolean, excused = false): Omit<Row, 'id'> {
  return {
    ...{
      group: 'tls',
      case: `${what}, port ${String(port)}`,
      sent: 'testssl.sh',
      answer,
      left: 'nothing',
      pass,
    },
    expected: excused ? 'anything: a false finding, see testssl.ts' : 'below medium',
  };
}

/** Writes docs/promises.md from what the suites left in build/: the figures there are those of a run, never typed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { totals } from '../lib/rehearsal/abuse/table';
import type { Row } from '../lib/rehearsal/abuse/row';
import type { Row as FaultRow } from '../lib/rehearsal/faults/row';
import { cellsOf, TOTAL_COLUMNS, totals as faultTotals } from '../lib/rehearsal/faults/table';
import type { Row as SiegeRow } from '../lib/rehearsal/siege/row';
import { cellsOf as siegeCells, COLUMNS as SIEGE_COLUMNS } from '../lib/rehearsal/siege/table';

const ABUSE = 'build/abuse.json';
const FAULTS = 'build/faults.json';
const SIEGE = 'build/siege.json';

if (!existsSync(ABUSE)) throw new Error(`${ABUSE} is missing: run npm run test:abuse first.`);
const rows = JSON.parse(readFileSync(ABUSE, 'utf8')) as Row[];
const date = new Date().toISOString().slice(0, 10);
const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

const abuse = [
  line(['Group', 'Tried', 'Refused, or nothing found', 'Accepted as it should be', 'Failed']),
  line(['---', '---', '---', '---', '---']),
  ...totals(rows).map(({ group, tried, refused, accepted, failed }) =>
    line([group, tried, refused, accepted, failed]),
  ),
];
const faults = existsSync(FAULTS)
  ? [
      line(TOTAL_COLUMNS),
      line(TOTAL_COLUMNS.map(() => '---')),
      ...faultTotals(JSON.parse(readFileSync(FAULTS, 'utf8')) as FaultRow[]).map((total) =>
        line(cellsOf(total)),
      ),
    ].join('\n')
  : undefined;

const siege = existsSync(SIEGE)
  ? [
      line(SIEGE_COLUMNS),
      line(SIEGE_COLUMNS.map(() => '---')),
      ...(JSON.parse(readFileSync(SIEGE, 'utf8')) as SiegeRow[]).map((row) => line(siegeCells(row))),
    ].join('\n')
  : undefined;

writeFileSync(
  'docs/promises.md',
  `# Two promises, and their figures

Written by \`npx tsx tools/write-promises.ts\` from the suites' own results, ${date}.

## Nobody sends through it who should not

\`npm run test:abuse\` deploys a server in the rehearsal and tries it, from foreign hosts and with logins. A case is what was sent, what came back and what was left in the queue; \`build/abuse.md\` has them all. Scanned by testssl.sh and nmap, a finding of severity medium or above is a failure. Two holes are planted in each run, an open relay and a way for a foreign From, and the suite must find them.

${abuse.join('\n')}

[The threat model](threat-model.md) says who may want what, which control answers, and what is left to you.

## What was accepted arrives or is returned

${
  faults === undefined
    ? ''
    : `\`npm run test:faults\` puts a server under load and plants one fault after the other; after each, every message that was accepted with 250 must have arrived with SPF, DKIM and DMARC pass, or have come home to its envelope sender, signed. A duplicate is a copy that SMTP asks for, where an answer was lost (RFC 1047). \`build/faults.md\` has every case. Six holes are planted in each run, and the suite must find them: a lost message, one that does not come home, one that comes home unsigned, unsigned mail, a client that is told to give up, and mail that goes past a DANE record.\n\n${faults}\n\n`
}The group \`replacement\` puts another machine in the server's place: with a stuck queue, one that is never ready, and one that fails after it had volume and address. [Decision 13](decisions/0013-the-queue-follows-the-lease.md) says how. A case passes when every message that was accepted with 250 arrived, with SPF, DKIM and DMARC pass, or came home signed.

A container's power cut is a shut-down of the volume's file system without a flush, then SIGKILL: what the disk of the root holds is not put to that test. Containers share the host's clock, so the daemons get another by libfaketime.
${
  siege === undefined
    ? ''
    : `
## A stranger closes no door, and what hangs stops no mail

\`npm run test:siege\` lets strangers hold as many connections as they can get to a server whose processes have 400 MiB, what a t4g.nano of 512 MiB leaves them: silent, half through TLS, idle in TLS, an octet a second in EHLO, AUTH, DATA and BDAT, guessing passwords, recipients without end. It takes their measure by a client that sends from another address, unknown when the siege begins; in mid-siege the power goes, the machine reboots, and a deploy stops and starts it. Then many do at once what is allowed; parts of the server stand still by SIGSTOP; and a daemon is away while a client is in mid-session. A try is lost when the client does not hear 250; a client tries again, and no one of them may hear that it should not. What hangs is found within seconds, and until then tries are put off. Without a limit one address keeps the client out, or the memory does not do, and the suite must find both. Peak memory is what the processes held at most, their part of the kernel included; more than 400 MiB would have been killed. [Decision 62](decisions/0062-memory-from-birth.md) says what was scaled down.

${siege}
`
}`,
);

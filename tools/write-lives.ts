/** Writes docs/lives.md from what the suite of lives left in build/: what it says there came of a run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { livesTable } from '../lib/rehearsal/life/book';
import type { Row } from '../lib/rehearsal/life/row';

const ROWS = 'build/life.json';
if (!existsSync(ROWS)) throw new Error(`${ROWS} is missing: run npm run test:life first.`);
const rows = JSON.parse(readFileSync(ROWS, 'utf8')) as Row[];

writeFileSync(
  'docs/lives.md',
  `# Lives of a deployment

Written by \`npx tsx tools/write-lives.ts\` from the results of \`npm run test:life\`, ${new Date().toISOString().slice(0, 10)}.

The suite runs the unmodified CDK CLI through what people do next, on the local account, and looks after each step at what an operator has: does the server serve as before or as wanted, do all names agree, is anything left behind that costs or blocks. Most lives boot no machine: a stand-in speaks to the account as the machine does. A rename and an upgrade are lived on a booted server, with mail every second.

${livesTable(rows)}
`,
);

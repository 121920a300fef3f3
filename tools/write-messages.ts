/** Writes docs/messages.md from what the suite of messages left in build/: what it says there came of a run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import type { Row } from '../lib/rehearsal/messages/row';
import { messagesPage } from './messages-page';

const ROWS = 'build/messages.json';
if (!existsSync(ROWS)) throw new Error(`${ROWS} is missing: run npm run test:messages first.`);
const rows = JSON.parse(readFileSync(ROWS, 'utf8')) as Row[];
writeFileSync('docs/messages.md', messagesPage(rows, new Date().toISOString().slice(0, 10)));

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The runbook's headings, as a link names them. */
export function runbookAnchors(): readonly string[] {
  const runbook = readFileSync(resolve(__dirname, '../docs/runbook.md'), 'utf8');
  return [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

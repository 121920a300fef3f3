import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html } from './markup';
import { page } from './page';
import type { RehearsalResult } from './result';

/**
 * One self-contained file: no script, nothing loaded. The content security policy says so to the browser too, so
 * that even a mistake in the escaping could not run or fetch anything.
 */
export function renderHtml(result: RehearsalResult): string {
  const title = `${result.ok ? 'Accepted' : 'Not accepted'}: rehearsal of ${result.environment.domain}`;
  const head = html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>`;
  const style = readFileSync(join(__dirname, 'report.css'), 'utf8');
  return `<!doctype html>
<html lang="en">
<head>${head.text}<style>${style}</style></head>
<body>${page(result).text}</body>
</html>
`;
}

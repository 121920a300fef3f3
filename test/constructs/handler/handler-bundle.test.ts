import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

import { handlerBundle } from '../../../lib/constructs/handler/handler-bundle';

const directory = mkdtempSync(join(tmpdir(), 'kitte-handler-'));
const kept = join(directory, 'kept');
const sources = join(directory, 'sources');
const entry = join(sources, 'some.handler.ts');
mkdirSync(sources);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function source(name: string, text: string, age = 60): void {
  const file = join(sources, name);
  writeFileSync(file, text);
  const at = Date.now() / 1000 - age;
  utimesSync(file, at, at);
}

/** Stands out in what is handed out, if that was kept. */
function mark(): void {
  const [name] = readdirSync(join(kept, 'handlers'));
  const file = join(kept, 'handlers', name ?? '');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('exports', 'kept_exports'));
}

beforeEach(() => {
  rmSync(kept, { recursive: true, force: true });
  source('word.ts', `export const word = 'first';\n`);
  source('some.handler.ts', `import { word } from './word';\nexport const handler = () => word;\n`);
});

const run = (code: string) => {
  const module = { exports: {} as { handler?: () => string } };
  runInNewContext(code, { module, exports: module.exports });
  return module.exports.handler?.();
};

test('it is made once', () => {
  const made = handlerBundle(entry, kept);
  expect(run(made)).toBe('first');
  expect(handlerBundle(entry, kept)).toBe(made);
  mark();
  expect(handlerBundle(entry, kept)).toContain('kept_exports');
});

test.each(['some.handler.ts', 'word.ts'])('it is made anew when %s is another one', (name) => {
  handlerBundle(entry, kept);
  mark();
  const text = readFileSync(join(sources, name), 'utf8');
  source(name, text.replace('first', 'other').replace('() => word', '() => word + word'));
  const made = handlerBundle(entry, kept);
  expect(made).not.toContain('kept_exports');
  expect(run(made)).toBe(name === 'word.ts' ? 'other' : 'firstfirst');
});

test('it is made anew when one is gone, and the mistake is told', () => {
  handlerBundle(entry, kept);
  rmSync(join(sources, 'word.ts'));
  expect(() => handlerBundle(entry, kept)).toThrow('Could not resolve "./word"');
});

test('what was saved while it was made is not kept for it', () => {
  source('word.ts', `export const word = 'first';\n`, 0);
  expect(run(handlerBundle(entry, kept))).toBe('first');
  expect(() => readdirSync(join(kept, 'handlers'))).toThrow();
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundle } from '../../../lib/constructs/handler/bundle';

let directory = '';
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'kitte-bundle-'))));
afterEach(() => rmSync(directory, { recursive: true }));

function library(at: string, code: string): void {
  mkdirSync(join(directory, at), { recursive: true });
  writeFileSync(join(directory, at, 'index.js'), code);
}

function link(from: string, to: string): void {
  mkdirSync(join(directory, from, '..'), { recursive: true });
  symlinkSync(to, join(directory, from));
}

function entry(project: string): void {
  mkdirSync(join(directory, project), { recursive: true });
  writeFileSync(join(directory, project, 'entry.ts'), `import first from 'first';\nconsole.log(first);\n`);
}

const FIRST = `module.exports = require('second') + 1;\n`;
const SECOND = 'module.exports = 41;\n';

test('npm: one bundle, wherever the folder of the libraries lies', () => {
  entry('plain');
  library('plain/node_modules/first', FIRST);
  library('plain/node_modules/second', SECOND);
  entry('linked');
  link('linked/node_modules', '../plain/node_modules');
  const plain = bundle(join(directory, 'plain'), 'entry.ts');
  expect(plain.inputs).toEqual(
    expect.arrayContaining(['entry.ts', 'node_modules/first/index.js', 'node_modules/second/index.js']),
  );
  expect(bundle(join(directory, 'linked'), 'entry.ts')).toEqual(plain);
});

test('pnpm: what a library needs is beside its real place', () => {
  entry('project');
  library('project/node_modules/.pnpm/first@1.0.0/node_modules/first', FIRST);
  library('project/node_modules/.pnpm/second@1.0.0/node_modules/second', SECOND);
  link(
    'project/node_modules/.pnpm/first@1.0.0/node_modules/second',
    '../../second@1.0.0/node_modules/second',
  );
  link('project/node_modules/first', '.pnpm/first@1.0.0/node_modules/first');
  expect(bundle(join(directory, 'project'), 'entry.ts').inputs).toContain(
    'node_modules/.pnpm/second@1.0.0/node_modules/second/index.js',
  );
});

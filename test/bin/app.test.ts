import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { isCustom, METADATA } from '../../lib/local-aws/engine/replacement';
import { wrongProperties } from '../../lib/local-aws/model/resource-model';
import { cloneTo, PROJECT, type Synthesis, synthesize } from './synthesis';

const MINUTE = 60_000;
const directory = mkdtempSync(join(tmpdir(), 'kitte-synth-'));
let shipped: Synthesis;
let three: Synthesis;

beforeAll(() => {
  shipped = synthesize(PROJECT, join(directory, 'shipped'));
  const clone = cloneTo(join(directory, 'a', 'clone'));
  const config = 'config=test/fixtures/three-environments.config.ts';
  three = synthesize(clone, join(directory, 'three'), '-c', config, '-c', 'retain=false');
}, 3 * MINUTE);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each([
  ['the shipped config', () => shipped, 3],
  ['three environments of all kinds, at another place', () => three, 9],
])('%s', (_, synthesis, stacks) => {
  test('synthesizes without credentials and without the Internet', () => {
    const { exitCode, output, templates } = synthesis();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).not.toMatch(/finished with errors|\[error|\[warning/i);
    expect(templates).toHaveLength(stacks);
  });

  test('is clean under CloudFormation’s rules and cdk-nag’s', () => {
    expect(synthesis().findings).toEqual([]);
  });

  test('has every resource as AWS’s own schema has its type', () => {
    const wrong = synthesis().templates.flatMap((file) => {
      const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as {
        Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
      };
      return Object.entries(Resources)
        .filter(([, { Type }]) => !isCustom(Type) && Type !== METADATA)
        .flatMap(([id, { Type, Properties }]) =>
          wrongProperties(Type, Properties ?? {}).map((each) => `${id}: ${each}`),
        );
    });
    expect(wrong).toEqual([]);
  });

  test('takes less than 15 seconds', () => {
    expect(synthesis().seconds).toBeGreaterThan(1);
    expect(synthesis().seconds).toBeLessThan(15);
  });
});

test('the code of the functions has the same hashes wherever the project lies', () => {
  expect(shipped.assets).toHaveLength(9);
  expect(three.assets).toEqual(expect.arrayContaining([...shipped.assets]));
  // A zone that is created is looked up before it is, and cleared of leftovers where it goes with its stack.
  expect(three.assets).toHaveLength(11);
});

test('the code of the functions is readable and names no place of this machine', () => {
  const texts = shipped.assets
    .map((asset) => join(directory, 'shipped', asset, 'index.js'))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  // The ninth is CDK's own framework.
  expect(texts).toHaveLength(8);
  for (const text of texts) {
    expect(text).toContain('// lib/constructs/');
    expect(text).toMatch(/require\("@aws-sdk\/client-/);
    expect(text).not.toContain(PROJECT);
  }
  // Those that read what the machine reports check it by its schema; the gate evaluates SPF as doctor does.
  const brought = texts.flatMap((text) => {
    const unit = /\/\/ lib\/constructs\/([a-z-]+)\/[a-z-]+\.handler\.ts/.exec(text)?.[1] ?? '';
    const libraries = new Set(
      [...text.matchAll(/^\/\/ node_modules\/([^/\n]+)/gm)].map(([, name = '']) => name),
    );
    return libraries.size === 0 ? [] : [[unit, libraries.has('zod'), libraries.has('mailauth')]];
  });
  expect(brought.sort()).toEqual([
    ['converged', true, false],
    ['predecessor', true, false],
    ['verify', true, true],
  ]);
});

test('each environment has stacks of its own', () => {
  const names = three.templates.map((file) => basename(file).replace(/[0-9A-F]{8}\..*$/, ''));
  expect(names.sort()).toEqual(
    ['prod', 'staging', 'test'].flatMap((name) =>
      ['Dns', 'Foundation', 'Server'].map((stack) => name + stack),
    ),
  );
});

const lint = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
const present = lint.status === 0;
if (!present) console.log('cfn-lint is not installed: its check of the templates is skipped.');

(present ? test : test.skip)(
  'cfn-lint finds no error',
  () => {
    const { status, stdout } = spawnSync(
      'cfn-lint',
      ['--non-zero-exit-code', 'error', '--ignore-checks', 'W', 'I', '--', ...three.templates],
      { encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  },
  2 * MINUTE,
);

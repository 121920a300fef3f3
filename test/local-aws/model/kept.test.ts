import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { KNOWN_WRONG } from '../../../lib/local-aws/model/known-wrong';
import { patternOf } from '../../../lib/local-aws/model/pattern';
import { models } from '../../fixtures/kept-models';

interface Model {
  readonly shapes: Readonly<Record<string, { readonly pattern?: string; readonly enum?: readonly string[] }>>;
}

/** AWS's own models; none where no rehearsal has been. */
async function kept(): Promise<Map<string, Model>> {
  const { models: directory } = await models();
  const files = directory === undefined ? [] : readdirSync(directory);
  return new Map(
    files.map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join(directory!, file), 'utf8')) as Model,
    ]),
  );
}

test('every pattern of AWS has its like in JavaScript', async () => {
  for (const { shapes } of (await kept()).values())
    for (const { pattern } of Object.values(shapes))
      if (pattern !== undefined) expect(() => patternOf(pattern)).not.toThrow();
});

test('what is known to be wrong is still there, and still wrong', async () => {
  const all = await kept();
  if (all.size === 0) return;
  for (const { service, shape, what, also = [] } of KNOWN_WRONG) {
    const found = all.get(service)?.shapes[shape];
    expect(found).toHaveProperty([what]);
    for (const value of also) expect(found?.enum).not.toContain(value);
  }
});

test.each([
  ['[a-z]+', 'abc', 'abc1'],
  ['a|b', 'b', 'ab'],
  ['(?i)all|[0-9]{2}', 'ALL', 'al'],
  ['(?s).*x', 'a\nx', 'a\ny'],
  ['[\\p{L}\\p{Z}_.:/=+\\-@]*', 'Ünï Ñ@', 'a!'],
  ['[0-9a-f]{2}\\-\\d', 'a0-1', 'a01'],
  ['[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF]*', '切手 💌', 'a\n'],
])('a pattern holds for the whole text: %s', (java, right, wrong) => {
  expect(patternOf(java).test(right)).toBe(true);
  expect(patternOf(java).test(wrong)).toBe(false);
});

test('a pattern that JavaScript does not know is no pattern', () => {
  expect(() => patternOf('a*+b')).toThrow("The pattern a*+b of AWS's model has no like in JavaScript.");
  expect(() => patternOf('\\p{Foo}')).toThrow('has no like in JavaScript');
});

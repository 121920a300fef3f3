import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type * as Schemas from '../../../lib/local-aws/model/resource-schema';

// AWS's schemas are loaded on the way.
jest.setTimeout(30_000);

const TYPE = 'AWS::EC2::Instance';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kitte-schemas-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As another process has it: what this one knows is forgotten. */
function anew(): typeof Schemas {
  let module: typeof Schemas | undefined;
  jest.isolateModules(() => {
    module = jest.requireActual<typeof Schemas>('../../../lib/local-aws/model/resource-schema');
  });
  return module!;
}

const schema = () => anew().resourceSchema(TYPE, folder);

const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));

test('what is kept of a type is what the database says, and is read by the next', () => {
  const made = schema();
  const [file = '', ...others] = files();
  expect(others).toEqual([]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made);
  writeFileSync(file, JSON.stringify({ properties: {}, definitions: {} }));
  expect(schema()).toEqual({ properties: {}, definitions: {} });
});

test('what cannot be read is made anew', () => {
  const made = schema();
  writeFileSync(files()[0] ?? '', '{ "properties":');
  expect(schema()).toEqual(made);
  expect(JSON.parse(readFileSync(files()[0] ?? '', 'utf8'))).toEqual(made);
});

test('a type that refers to itself ends, and one that there is not is none', () => {
  const { resourceSchema } = anew();
  expect(Object.keys(resourceSchema('AWS::WAFv2::WebACL', folder)?.definitions ?? {})).not.toEqual([]);
  expect(resourceSchema('AWS::Post::Office', folder)).toBeUndefined();
});

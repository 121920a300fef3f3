import { parseConfig } from '../../lib/config/parse';
import { only, select } from '../../lib/config/select';

const base = { hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };
const environments = { prod: { domain: 'example.com' }, test: { domain: 'example.net' } };
const two = parseConfig({ ...base, environments });
const named = parseConfig({ ...base, environments, defaultEnvironment: 'test' });

test('all, or the one that is named', () => {
  expect(select(two, undefined)).toEqual(two);
  expect(select(two, 'test')).toEqual([two[1]]);
  expect(() => select(two, 'tset')).toThrow('There is no environment "tset". The config has: prod, test.');
});

test('of several none is guessed', () => {
  expect(() => only(two, undefined)).toThrow(
    "The config has several environments: prod, test. Give --environment with one of them, such as --environment prod, or name one in the config: defaultEnvironment: 'prod'.",
  );
  expect(only(two, 'test').domain).toBe('example.net');
  expect(() => only(two, 'tset')).toThrow('no environment "tset"');
});

test('the only one, and the default one, need no name', () => {
  expect(only(parseConfig({ ...base, domain: 'example.com' }), undefined).name).toBe('prod');
  expect(only(named, undefined).name).toBe('test');
  expect(only(named, 'prod').name).toBe('prod');
});

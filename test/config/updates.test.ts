import { ConfigError } from '../../lib/config/problem';
import { parseConfig } from '../../lib/config/parse';

const updatesOf = (updates?: object) =>
  parseConfig({ domain: 'example.com', hostedZone: { create: true }, ...(updates ? { updates } : {}) })[0]!
    .updates;

test('upgrades come into force on Sundays, and the machine may reboot then', () => {
  expect(updatesOf()).toEqual({ window: 'Sun 03:00', reboot: true });
  expect(updatesOf({ reboot: false })).toEqual({ window: 'Sun 03:00', reboot: false });
});

test.each([
  ['sun 3:00', 'Sun 03:00'],
  ['Wednesday 23:59', 'Wed 23:59'],
  ['daily 00:00', 'daily 00:00'],
])('%s is written %s', (window, written) => expect(updatesOf({ window }).window).toBe(written));

test.each([
  'Sun',
  '03:00',
  'Sun 24:00',
  'Sun 03:60',
  'Sun 3',
  'Someday 03:00',
  'Sunny 03:00',
  'Sun 03:00 JST',
  '',
])('"%s" is no window', (window) => {
  expect(() => updatesOf({ window })).toThrow(ConfigError);
  expect(() => updatesOf({ window })).toThrow(/updates\.window\n.*\n.*such as Sun 03:00/);
});

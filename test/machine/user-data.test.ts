import fc from 'fast-check';
import type { Environment } from '../../lib/config/environment';
import { settingsDocument } from '../../lib/machine/settings';
import { renderUserData, USER_DATA_LIMIT } from '../../lib/machine/user-data';
import { environment, withMx } from '../fixtures/environment';

/** A name of exactly `length` characters, in labels of at most 63. */
function nameOf(length: number, letter = 'd'): string {
  const name = letter.repeat(length).replace(new RegExp(`(${letter}{60})${letter}(?=${letter})`, 'g'), '$1.');
  expect(name).toHaveLength(length);
  return name;
}

/** Everything that the config lets grow, grown: each name as long as the parser, Linux and DNS let it be. */
function grown(domainLength: number, hostLength: number): Environment {
  const domain = nameOf(domainLength);
  const role = `${'l'.repeat(64)}@${nameOf(189, 'r')}`;
  return {
    ...withMx,
    name: 'e'.repeat(20),
    domain,
    hostedZone: { kind: 'created', name: domain, delegated: false },
    envelopeDomain: `bounce.${domain}`,
    hostName: nameOf(hostLength, 'h'),
    certificate: { email: role, directoryUrl: `https://${nameOf(189, 'u')}/acme/directory` },
    roleAddresses: { postmaster: role, abuse: role, dmarc: role, bounces: role },
  };
}

test('leaves a fifth of the 16 KiB free for a typical environment', () => {
  expect(Buffer.byteLength(renderUserData(environment))).toBeLessThanOrEqual(13 * 1024);
});

test('fits with the longest names and addresses', () => {
  const text = renderUserData(grown(178, 64));
  expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_LIMIT);
});

test('fits whatever the lengths', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 178 }), fc.integer({ min: 4, max: 64 }), (domain, host) => {
      expect(Buffer.byteLength(renderUserData(grown(domain, host)))).toBeLessThan(USER_DATA_LIMIT);
    }),
    { numRuns: 20 },
  );
});

test('does not change with what the machine goes on fetching: no restart for a login, a forward or a limit', () => {
  const other: Environment = {
    ...environment,
    users: [{ login: 'shop', senders: ['shop@example.com'], subaddresses: true }],
    dkim: { ...environment.dkim, selectors: ['kitte1', 'kitte2'] },
    roleAddresses: { abuse: 'abuse@example.net' },
    limits: { ...environment.limits, messageSizeMiB: 50, messagesPerDay: 7 },
  };
  expect(renderUserData(other)).toBe(renderUserData(environment));
  expect(settingsDocument(other)).not.toBe(settingsDocument(environment));
  expect(JSON.parse(settingsDocument(other))).toMatchObject({
    forwards: { abuse: 'abuse@example.net' },
    limits: { messageSizeMiB: 50, messagesPerDay: 7 },
  });
});

test('says what is too long when it does not fit', () => {
  const endless = { ...environment, certificate: { directoryUrl: `https://ca.test/${'x'.repeat(9000)}` } };
  expect(() => renderUserData(endless)).toThrow(/environment production has \d+ bytes; EC2 takes fewer/);
});

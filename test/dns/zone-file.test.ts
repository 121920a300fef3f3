import { parseConfig } from '../../lib/config/parse';
import { listing } from '../../lib/dns/listing';
import { zoneFile } from '../../lib/dns/zone-file';

const [environment] = parseConfig({ domain: 'example.com', hostedZone: { create: true } });

test('what only the deploy knows is a comment that says what fills it in', () => {
  const text = zoneFile('example.com', listing(environment!, {}));
  expect(text).toContain('$ORIGIN example.com.\n');
  expect(text).toMatch(/^; .*--address gives it\.\n; mail 300 IN A <Elastic IP>$/m);
  expect(text).toMatch(/^; kitte1\._domainkey 3600 IN TXT /m);
  expect(text).not.toMatch(/^[^;].*</m);
});

test('with every fact every record is a line, relative to the origin', () => {
  const text = zoneFile(
    'example.com',
    listing(environment!, { address: '192.0.2.1', dkim: { kitte1: '"v=DKIM1"' } }),
    ['Note.'],
  );
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'mail 300 IN A 192.0.2.1',
      '@ 3600 IN TXT "v=spf1 ip4:192.0.2.1 -all"',
      'kitte1._domainkey 3600 IN TXT "v=DKIM1"',
      '; Note.',
    ]),
  );
});

import { zoneText } from '../../../../lib/rehearsal/world/dns/zone-text';

const text = { name: 'k1._domainkey.example.com', type: 'TXT', ttl: 60, values: ['"v=DKIM1; p=AA" "B\\"B"'] };

test('values are written as they are, quotes and semicolons too, one line each', () => {
  const mx = {
    name: 'example.com',
    type: 'MX',
    ttl: 300,
    values: ['10 a.example.com.', '20 b.example.com.'],
  };
  const lines = zoneText({ name: 'example.com', records: [text, mx] }, 7, 'ns.example').split('\n');
  expect(lines).toEqual([
    'example.com. 60 IN SOA ns.example. hostmaster.ns.example. 7 60 60 3600 1',
    'example.com. 60 IN NS ns.example.',
    'k1._domainkey.example.com. 60 IN TXT "v=DKIM1; p=AA" "B\\"B"',
    'example.com. 300 IN MX 10 a.example.com.',
    'example.com. 300 IN MX 20 b.example.com.',
    '',
  ]);
});

test("a zone's own servers stay, its SOA gives way to the one with the server's serial", () => {
  const records = [
    { name: 'example.com', type: 'SOA', ttl: 900, values: ['ns-1.aws. host.aws. 1 7200 900 1209600 86400'] },
    { name: 'example.com', type: 'NS', ttl: 60, values: ['ns-1.aws.'] },
  ];
  const zone = zoneText({ name: 'example.com', records }, 8, 'ns.example');
  expect(zone.match(/ SOA /g)).toHaveLength(1);
  expect(zone).toContain(' 8 60 60 3600 1');
  expect(zone.match(/ NS .*/g)).toEqual([' NS ns-1.aws.']);
});

test('servers of a child are not those of the zone', () => {
  const child = { name: 'sub.example.com', type: 'NS', ttl: 60, values: ['ns.child.'] };
  expect(zoneText({ name: 'example.com', records: [child] }, 1, 'ns.example')).toMatch(
    /^example\.com\. 60 IN NS ns\.example\.$/m,
  );
});

test('the root is a dot, and the wildcard of Route 53 an asterisk', () => {
  const zone = zoneText(
    { name: '', records: [{ name: '\\052.aws', type: 'A', ttl: 1, values: ['192.0.2.1'] }] },
    1,
    'ns.example',
  );
  expect(zone).toMatch(/^\. 60 IN SOA /);
  expect(zone).toMatch(/^\*\.aws\. 1 IN A 192\.0\.2\.1$/m);
});

test('what Route 53 has in octal a master file has in decimal', () => {
  const value = { ...text, values: ['"verify=\\042abc\\042"'] };
  expect(zoneText({ name: 'example.com', records: [value] }, 1, 'ns.example')).toContain(
    'TXT "verify=\\034abc\\034"',
  );
});

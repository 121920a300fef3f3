import { firewallRules } from '../../../lib/rehearsal/world/firewall';

const served = { port: 'm1', privateIp: '10.0.0.4', publicIp: '203.0.113.9', inboundPorts: [465, 587] };
const bare = { port: 'm2', privateIp: '10.0.0.5', inboundPorts: [] };

function chainOf(rules: string, name: string): string[] {
  const body = new RegExp(`chain ${name} \\{\\n([^}]*(?:\\{[^}]*\\}[^}]*)*?)\\n {2}\\}`).exec(rules)?.[1];
  return (body ?? '').split('\n').map((line) => line.trim());
}

test('what is not asked for is dropped: the ports of the security group and no other', () => {
  const forward = chainOf(firewallRules([served, bare], false), 'forward');
  expect(forward[0]).toContain('policy drop');
  expect(forward.filter((rule) => rule.includes('dport'))).toEqual([
    'oifname "m1" tcp dport { 465, 587 } accept',
  ]);
  expect(forward.join('\n')).not.toContain('m2');
});

test('an Elastic IP is translated one to one, both ways and in a hairpin; without one the router lends its own', () => {
  const rules = firewallRules([served, bare], false);
  expect(chainOf(rules, 'prerouting').slice(1)).toEqual(['ip daddr 203.0.113.9 dnat to 10.0.0.4']);
  expect(chainOf(rules, 'postrouting').slice(1)).toEqual([
    'ip saddr 10.0.0.4 oifname "internet" snat to 203.0.113.9',
    'ip saddr 10.0.0.4 ct status dnat snat to 203.0.113.9',
    'ip saddr 10.0.0.5 oifname "internet" snat to 198.51.100.1',
  ]);
});

test('the block of port 25 goes before every rule that would let new mail out, for every machine', () => {
  const forward = chainOf(firewallRules([served, bare], true), 'forward');
  const drops = ['m1', 'm2'].map((port) =>
    forward.indexOf(`iifname "${port}" oifname "internet" tcp dport 25 drop`),
  );
  const out = forward.indexOf('iifname != "internet" oifname "internet" accept');
  expect(Math.min(...drops)).toBeGreaterThan(0);
  expect(Math.max(...drops)).toBeLessThan(out);
  expect(firewallRules([served], false)).not.toContain('dport 25 ');
});

test('the table is replaced whole, so that no rule of an ended machine stays', () => {
  expect(firewallRules([], false)).toMatch(/^table ip kitte\ndelete table ip kitte\ntable ip kitte \{\n/);
});

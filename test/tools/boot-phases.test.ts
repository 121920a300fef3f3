import { longestGap, phases, ratio } from '../../tools/boot-phases';

const LINES = [
  '[  100.000000] vm systemd-journald[28]: Journal started',
  '[  102.500000] mail systemd[1]: Starting kitte-setup.service - Kitte: files and services...',
  '[  104.000000] mail systemd[1]: Starting kitte-install.service - Kitte: packages...',
  '[  110.000000] mail python3[220]: installed: certbot dovecot-core',
  '[  110.100000] mail systemd[1]: Starting kitte-install.service - Kitte: packages...',
  '[  112.250000] mail python3[169]: signalled SUCCESS to CloudFormation',
  '[  114.000000] mail python3[300]: took the volume vol-1',
  '[  114.500000] mail python3[300]: took the address 203.0.113.10',
  '[  117.000000] mail python3[300]: certificate for mail.example.com obtained',
  '[  117.750000] mail python3[300]: converged',
];

test('each phase is from the mark before it, and the last one is ready', () => {
  const found = phases(LINES.join('\n'));
  expect(found.map(({ took }) => took)).toEqual([2.5, 1.5, 6, 2.25, 1.75, 0.5, 2.5, 0.75]);
  expect(found.at(-1)).toEqual({ name: 'ready', at: 17.75, took: 0.75 });
});

test('a boot that did not get there is not measured', () => {
  expect(() => phases(LINES.slice(0, -1).join('\n'))).toThrow('no line for "ready"');
});

test('the longest time without a greeting', () => {
  expect(longestGap([0, 100, 205, 4305, 4400])).toBe(4.1);
  expect(longestGap([])).toBe(0);
});

test('of several rounds the median counts', () => {
  expect(ratio([30, 34, 90], [16, 17, 60])).toEqual({ before: 34, after: 17, ratio: 0.5 });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { disturbanceOf, type Disturbance } from '../../../../lib/rehearsal/world/gateway/disturbance';

const directory = mkdtempSync(join(tmpdir(), 'kitte-disturbance-'));
const file = join(directory, 'disturbances.json');
afterAll(() => rmSync(directory, { recursive: true }));

const disturb = (...list: Disturbance[]) => writeFileSync(file, JSON.stringify(list));

test('without a file all is well', () => {
  expect(disturbanceOf(join(directory, 'none'), 'ssm.eu-west-1.amazonaws.com', undefined)).toBeUndefined();
});

test('a host is disturbed by the end of its name, with a port or without', () => {
  disturb({ host: '.amazonaws.com', how: 'silent' });
  expect(disturbanceOf(file, 'SSM.eu-west-1.amazonaws.com:443', undefined)).toBe('silent');
  expect(disturbanceOf(file, 'acme.example.net', undefined)).toBeUndefined();
});

test('one operation alone is disturbed where it is named', () => {
  disturb({ host: '.amazonaws.com', target: 'GetSecretValue', how: 'short' });
  const ask = (target: string | undefined) => disturbanceOf(file, 'x.amazonaws.com', target);
  expect(ask('secretsmanager.GetSecretValue')).toBe('short');
  expect(ask('AmazonSSM.GetParameter')).toBeUndefined();
  expect(ask(undefined)).toBeUndefined();
});

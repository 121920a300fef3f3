import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { FORM, useCase } from '../../lib/operate/port25/request';

const readme = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');
const facts = { domain: 'example.com', hostName: 'mail.example.com' };

test('the README has the request that the command prints', () => {
  expect(readme).toContain(`> ${useCase(facts)}\n`);
  expect(readme).toContain(FORM);
});

test('what is known leaves no brackets', () => {
  const known = {
    address: '192.0.2.1',
    purpose: 'receipts',
    messages: '20',
    within: 'a day',
    contact: 'a@b.example',
  };
  expect(useCase({ ...facts, ...known })).not.toMatch(/[[\]]/);
});

import { text } from 'node:stream/consumers';
import { join } from 'node:path';

import { layout } from '../../world/layout';
import type { Send } from './client';
import { said } from './scripts';

/** On the laptop, which reaches the tap by its address. */
export const nodemailer: Send = async (ground, cases) => {
  const child = ground.world.client.program(join(__dirname, '..', 'programs', 'nodemailer.ts'));
  const { host, port, login, password } = ground.settings();
  const described = cases.map((one) => {
    const given = ground.given(one);
    return { id: one.id, how: typeof one.how === 'function' ? one.how(given) : {} };
  });
  const job = { host, port, address: layout.tap, login, password, cases: described };
  child.stdin.end(`${JSON.stringify(job)}\n`);
  return said(await text(child.stdout));
};

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Row } from '../../lib/preflight/row';
import { account } from './account';
import { kitte } from './kitte';

jest.setTimeout(120_000);
const directory = mkdtempSync(join(tmpdir(), 'kitte-preflight-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function rows(config: object, env: Record<string, string>) {
  writeFileSync(join(directory, 'c.cjs'), `exports.default = ${JSON.stringify(config)};`);
  const { status, stdout } = await kitte(['preflight', '--config', 'c.cjs', '--json'], directory, env);
  const verdicts = (JSON.parse(stdout) as Row[]).map(({ id, verdict }) => `${id} ${verdict}`);
  return { status, verdicts };
}

test('a free zone passes, a wrong account and a missing bootstrap or zone fail, without credentials all is skipped', async () => {
  const aws = await account();
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    const good = { domain: 'example.com', hostedZone: { id: 'Z1GOOD' } };
    const rest = ['bootstrap fail', 'image pass'];
    expect(await rows(good, aws.env)).toEqual({
      status: 1,
      verdicts: ['account pass', 'zone pass', 'records pass', ...rest],
    });
    const wrong = { ...good, account: '999999999999', hostedZone: { id: 'Z9NONE' } };
    expect(await rows(wrong, aws.env)).toEqual({
      status: 1,
      verdicts: ['account fail', 'zone fail', ...rest],
    });
    const bare = await rows({ ...good, region: 'eu-west-1' }, {});
    expect(bare).toEqual({
      status: 0,
      verdicts: ['account skip', 'zone skip', 'bootstrap skip', 'image skip'],
    });
  } finally {
    await aws.close();
  }
});

import { join } from 'node:path';

import { cacheDirectory } from '../../../../../lib/cli/cache-directory';
import { namesOf } from '../../../../../lib/config/names';
import { parseConfig } from '../../../../../lib/config/parse';
import { runCdk } from '../../../../../lib/rehearsal/cdk';
import { deliver, type Sender } from '../../../../../lib/rehearsal/judge/delivery';
import { demandPrerequisites, thisHost } from '../../../../../lib/rehearsal/prerequisites';
import { prepare, Stand } from '../../../../../lib/rehearsal/stand';
import { PROJECT, ZONE_ID } from '../../../deployed';
import { Consumer } from '../../life/packed/consumer';

/** Somebody's own app, which has the packed library from npm and nothing else of Kitte: its stack boots, and its mail is accepted. */
const CACHE = cacheDirectory(process.env);
/** As the app's stack has it, for those who judge the mail. */
const [environment] = parseConfig({
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  users: [{ login: 'shop', senders: ['orders@example.com'] }],
  verify: 'off',
});

let shop: Consumer;
let stand: Stand;

beforeAll(async () => {
  demandPrerequisites(thisHost(process.env));
  shop = await Consumer.begin();
  const images = await prepare(CACHE, () => undefined);
  const options = { projectDirectory: PROJECT, cacheDirectory: CACHE, environment: environment! };
  stand = await Stand.raise(options, images);
}, 600_000);

afterAll(async () => {
  await stand.tearDown();
  shop.end();
}, 120_000);

async function cdk(args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, output } = await runCdk(
    {
      ...{ projectDirectory: shop.folder, cwd, logFile: join(shop.folder, 'cdk.log') },
      // The CLI remembers which account a key belongs to: not in the home of the person at the keyboard.
      env: {
        ...{ PATH: process.env['PATH'] ?? '', HOME: shop.folder, CDK_HOME: join(shop.folder, '.cdk') },
        ...stand.account.env,
      },
    },
    args,
  );
  if (exitCode !== 0) throw new Error(`cdk ${args.join(' ')} failed:\n${output.slice(-6000)}`);
}

/** The login as a program finds it: the secret is named in the stack. */
async function sender(): Promise<Sender> {
  const { 'Shop.template.json': template = '' } = await shop.synthesized();
  const [, serverName = ''] = /"\/kitte\/([a-z0-9-]+)\/status"/.exec(template) ?? [];
  const secret = stand.account.readSecret(namesOf(serverName).usersSecret) ?? '{}';
  return {
    ...{ environment: environment!, address: stand.account.addresses()[0] ?? '', login: 'shop' },
    password: (JSON.parse(secret) as Record<string, string>)['shop'] ?? '',
    from: 'orders@example.com',
  };
}

test('the app deploys by the unmodified CDK CLI, and what it sends is judged pass on both ports', async () => {
  const { env } = stand.account;
  const target = `aws://${env['CDK_DEFAULT_ACCOUNT'] ?? ''}/${env['CDK_DEFAULT_REGION'] ?? ''}`;
  await cdk(['bootstrap', target], stand.world.directory);
  await cdk(['deploy', '--require-approval', 'never'], shop.folder);
  await stand.world.receiverReady();
  const who = await sender();
  const messages = await Promise.all(([465, 587] as const).map((port) => deliver(stand.world, who, port)));
  const verdicts = messages.flatMap((message) => message.verdicts);
  expect(verdicts.length).toBeGreaterThan(10);
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  expect(stand.account.mismatches()).toEqual([]);
}, 400_000);

import { deliver, letter } from '../../../../../lib/rehearsal/judge/delivery';
import { refused } from '../../../../../lib/rehearsal/judge/refusals';
import { base, domain, grown, Life, to } from './life';

/** What the running server takes without a stop. */
const life = Life.begin();

test('a deploy without a change changes nothing', async () => {
  const output = await life.server.mustDeploy(base);
  expect(output.match(/\(no changes\)/g)).toHaveLength(3);
}, 180_000);

test('a second login and a second selector reach the running server', async () => {
  const boot = await life.bootTime();
  const before = life.server.rehearsal.sender('mailer').password;
  await life.server.mustDeploy(grown);

  expect(await life.bootTime()).toBe(boot);
  expect(life.server.rehearsal.sender('mailer').password).toBe(before);
  expect(await life.stand.world.lookup(`kitte2._domainkey.${domain}`, 'TXT')).toEqual([
    expect.stringContaining('v=DKIM1'),
  ]);
  const shop = { ...life.server.rehearsal.sender('shop'), from: `orders@${domain}` };
  const message = await deliver(life.stand.world, shop, 587);
  expect(message.verdicts.filter(({ pass }) => !pass)).toEqual([]);
  const foreign = letter({ from: `hello@${domain}`, to, subject: 'Not of the shop', id: `<shop@${domain}>` });
  expect(refused('From', (await life.submit('shop', `orders@${domain}`, foreign)).response)).toMatchObject({
    pass: true,
  });
}, 300_000);

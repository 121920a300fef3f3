import { letter } from '../../../../../lib/rehearsal/judge/delivery';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { domain, Life, receiving, to } from './life';

/** What it takes with a stop and start, grown or not. */
const life = Life.begin({ asLeft: true });

test('changed user-data reaches the server over a stop and start, and its queue survives', async () => {
  const { world } = life.stand;
  const [instance, boot] = [life.machine, await life.bootTime()];
  const id = `<queued@${domain}>`;
  await world.blockPort25(true);
  const sent = await life.submit(
    'mailer',
    `hello@${domain}`,
    letter({ from: `hello@${domain}`, to, subject: 'Queued', id }),
  );
  expect(sent.response).toContain('250');

  await life.server.mustDeploy(receiving);

  expect(life.machine).toBe(instance);
  expect(await life.bootTime()).not.toBe(boot);
  expect((await life.exec('postqueue', '-j')).stdout).toContain(`hello@${domain}`);
  await world.blockPort25(false);
  // A flush passes over a message whose last attempt still waits for its connection: flush until it is gone.
  const arrived = await until('the queued message', 120_000, async () => {
    await life.exec('postqueue', '-f');
    return world.receiver.waitFor(({ source }) => source.includes(id), 3_000);
  });
  expect(arrived.verdicts).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
}, 600_000);

test('port 25, open now, takes mail for its own domain and relays for nobody', async () => {
  const { world } = life.stand;
  expect(await world.lookup(domain, 'MX')).toEqual([expect.stringContaining(`mail.${domain}.`)]);
  const ask = async (recipient: string) => {
    const commands = ['EHLO laptop.example.net', 'MAIL FROM:<>', `RCPT TO:<${recipient}>`, 'QUIT'];
    const { answers } = await until('an answer on port 25', 30_000, async () => {
      const dialogue = await world.client.smtp({
        host: `mail.${domain}`,
        port: 25,
        tls: 'starttls',
        commands,
      });
      return dialogue.error === undefined ? dialogue : undefined;
    });
    return answers.at(-2) ?? '';
  };
  expect(await ask(`postmaster@${domain}`)).toMatch(/^250/);
  expect(await ask(to)).toMatch(/^5/);
}, 90_000);

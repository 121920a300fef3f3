import { Load } from '../../../../../lib/rehearsal/faults/load/load';
import { deliver } from '../../../../../lib/rehearsal/judge/delivery';
import { receiverDomain } from '../../../../../lib/rehearsal/world/layout';
import { failed, senderAt, server as theServer, third, three, two } from './server';

jest.setTimeout(300_000);
const server = theServer();
const stand = () => server.rehearsal.stand;
const instance = () => stand().account.instances()[0]?.id ?? 'none';
const exec = async (...argv: string[]) => (await stand().world.exec(instance(), argv)).stdout.trim();

test('mail of both domains arrives with every pass of its own, and no login writes as the other', async () => {
  const result = await server.rehearsal.result();
  const all = [...result.messages.flatMap(({ verdicts }) => verdicts), ...result.verdicts];
  expect(all.filter(({ pass }) => !pass)).toEqual([]);
  expect(result.messages.map(({ from, envelopeFrom, port }) => [from, envelopeFrom, port])).toEqual([
    ['hello@example.com', 'hello@example.com', 465],
    ['hello@example.com', 'hello@example.com', 587],
    ['news@example.org', 'news@bounce.example.org', 465],
    ['news@example.org', 'news@bounce.example.org', 587],
  ]);
  expect(
    result.messages.map(({ headers }) => /DKIM-Signature:[^]*?\sd=([^;\s]+);/.exec(headers)?.[1]),
  ).toEqual(['example.com', 'example.com', 'example.org', 'example.org']);
  // Each by each other's address, in the envelope and in From.
  expect(result.verdicts.filter(({ subject }) => / by (shop|news)$/.test(subject))).toHaveLength(4);
});

test('a third domain comes while the others send: no reboot, no message lost, and its mail is judged pass', async () => {
  await stand().addZone({ id: third.hostedZone.id, name: 'example.edu' });
  const boot = await exec('cat', '/proc/sys/kernel/random/boot_id');
  const master = await exec('cat', '/var/spool/postfix/pid/master.pid');
  const loads = ['example.com', 'example.org'].map((domain) =>
    Load.start(stand().world, senderAt(server, two, domain), {
      ...{ mark: `while-${domain}`, to: `reader@${receiverDomain}`, perSecond: 1 },
    }),
  );
  await Promise.all(loads.map((load) => load.accepts(2, 30_000)));
  await server.mustDeploy(three);
  const fresh = await deliver(stand().world, senderAt(server, three, 'example.edu'), 465);
  const attempts = (await Promise.all(loads.map((load) => load.stop()))).flat();
  expect(failed(fresh)).toEqual([]);
  expect(attempts.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  expect(await exec('cat', '/proc/sys/kernel/random/boot_id')).toBe(boot);
  expect(await exec('cat', '/var/spool/postfix/pid/master.pid')).toBe(master);
  for (const domain of ['example.com', 'example.org'])
    expect(failed(await deliver(stand().world, senderAt(server, three, domain), 587))).toEqual([]);
});

test('bounces and roles of each domain go their own ways', async () => {
  const { world } = stand();
  const news = senderAt(server, three, 'example.org');
  const rcpt = async (address: string) => {
    const { answers } = await world.client.smtp({
      ...{ host: news.environment.hostName, port: 25, tls: 'none' },
      commands: ['EHLO stranger.example.net', 'MAIL FROM:<>', `RCPT TO:<${address}>`],
    });
    return (answers.at(-1) ?? '').slice(0, 3);
  };
  expect(await rcpt('postmaster@example.com')).toBe('250');
  expect(await rcpt('news@bounce.example.org')).toBe('250');
  expect(await rcpt('postmaster@bounce.example.org')).toBe('250');
  // Others take the mail of the domain itself.
  expect(await rcpt('news@example.org')).toBe('554');
});

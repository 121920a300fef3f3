import { domainToASCII } from 'node:url';

import { deliver } from '../../../../../lib/rehearsal/judge/delivery';
import { strictVerdicts } from '../../../../../lib/rehearsal/judge/strictness';
import type { Row } from '../../../../../lib/checks/row';
import { layout, receiverDomain } from '../../../../../lib/rehearsal/world/layout';
import { RELEASED } from '../../../../../lib/rehearsal/world/machines/held-packages';
import { deployed } from '../../../deployed';
import { onLaptop } from '../../laptop';

/**
 * A zone that Kitte makes: nobody knows its name servers before the first deploy has printed them. In a VPC that was there, and of a
 * name that is written otherwise than it is asked for, in a locale in which programs like to show it as it is written. When the
 * machine comes up first, another is at its packages.
 */
process.env['LC_ALL'] = 'C.UTF-8';
const written = '切手.jp';
const domain = domainToASCII(written);

const vpc = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetId: 'subnet-0123456789abcdef0',
  availabilityZone: 'eu-west-1b',
};

const settings = (delegated: boolean) => ({
  domain: written,
  hostedZone: { create: true, delegated },
  // A quote, which CDK's own check of the template refuses as a backslash and a quote.
  domainTxt: ['verify="abc"'],
  vpc,
});

jest.setTimeout(60_000);
const server = deployed(settings(false), { judged: true, world: { certificateDays: 64, packagesHeldS: 30 } });

const outputs = () =>
  Object.assign({}, ...server.rehearsal.stand.account.stacks().map((stack) => stack.outputs)) as Record<
    string,
    string
  >;

/** What preflight says of where the zone lies, and of the network that was there. */
async function preflight() {
  const args = ['preflight', '--json', '--resolver', layout.router, '--config', server.config];
  const { rows } = JSON.parse((await onLaptop(server.rehearsal.stand, args)).stdout) as { rows: Row[] };
  const row = (id: string) => rows.find((each) => each.id === id);
  return { zone: row('zone'), delegation: row('delegation'), type: row('instance-type') };
}

test('the deploy succeeds, says what is awaited, and prints the name servers', () => {
  expect(outputs()).toMatchObject({
    State: 'waiting',
    Reason: expect.stringContaining(`the zone ${domain} is not delegated yet`) as string,
    NameServers: expect.stringMatching(/^\S+\.\S+( \S+\.\S+)+$/) as string,
    ReverseName: expect.stringContaining('set hostedZone.delegated to true') as string,
  });
});

test('packages were unpacked when the other had done with them', async () => {
  const { account, world } = server.rehearsal.stand;
  const times = ['stat', '-c', '%Y', RELEASED, '/var/lib/dpkg/info/postfix.list'];
  const { stdout } = await world.exec(account.instances()[0]?.id ?? 'none', times);
  const [released, unpacked] = stdout.trim().split('\n').map(Number);
  expect(unpacked).toBeGreaterThanOrEqual(released ?? Infinity);
});

test('nothing listened before the delegation; after it the certificate came and mail was delivered', async () => {
  const result = await server.rehearsal.result();
  const verdicts = [...result.messages.flatMap((message) => message.verdicts), ...result.verdicts];
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  expect(result.verdicts).toContainEqual(
    expect.objectContaining({ expected: 'waiting, nothing listens', seen: 'waiting, nothing listens' }),
  );
  // Its MX makes the From domain one that receivers find; the reverse name comes with `delegated`.
  const strict = result.verdicts.filter(({ id }) => id === 'strict');
  expect(strict.map(({ seen }) => seen.slice(0, 3))).toEqual(['250', '250', '450', '250', '550']);
  expect(result.machine.state).toBe('converged');
  expect(result.ok).toBe(true);
  expect(result.records.find(({ name, type }) => name === domain && type === 'TXT')?.answers).toContain(
    '"verify=\\"abc\\""',
  );
});

test('preflight says what is to be done: set `delegated`; or, were it not, which name servers belong at the registrar', async () => {
  const { world } = server.rehearsal.stand;
  expect(await preflight()).toMatchObject({
    zone: { verdict: 'pass', seen: 'created by a deploy' },
    delegation: { verdict: 'warn', next: expect.stringContaining('hostedZone.delegated to true') as string },
    type: { verdict: 'pass', expected: 'offered in eu-west-1b' },
  });
  await world.delegate(domain, false);
  const { delegation } = await preflight();
  await world.delegate(domain, true);
  expect(delegation).toMatchObject({ verdict: 'warn', seen: 'not delegated, says ns.parents.example' });
  for (const nameServer of (outputs()['NameServers'] ?? '').split(' '))
    expect(delegation?.next).toContain(nameServer);
});

test('with `delegated: true` the next deploy sets the reverse name', async () => {
  await server.mustDeploy(settings(true));
  expect((await preflight()).delegation).toMatchObject({ verdict: 'pass' });
  expect(outputs()['ReverseName']).toBeUndefined();

  const sender = server.rehearsal.sender();
  const hostedZone = { kind: 'created', name: domain, delegated: true } as const;
  const { account, world } = server.rehearsal.stand;
  const now = { ...sender, environment: { ...sender.environment, hostedZone } };
  const { verdicts } = await deliver(world, now, 465);
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  const strict = await strictVerdicts(world, account.instances()[0]?.id ?? 'none', now);
  expect(strict.map(({ seen }) => seen)).toEqual(['250', '250', '250', '250', '250']);
  expect(verdicts).toContainEqual(expect.objectContaining({ id: 'fcrdns', seen: `mail.${domain}` }));
}, 300_000);

test('the last of a hundred logins sends, and the first one that is left too', async () => {
  const users = Array.from({ length: 100 }, (_, index) => ({ login: `app-${String(index)}` }));
  await server.mustDeploy({ ...settings(true), users });
  const { account, world } = server.rehearsal.stand;
  const passwords = JSON.parse(account.readSecret('kitte/prod/users') ?? '{}') as Record<string, string>;
  const submitted = (login: string) =>
    world.client.submit({
      ...{ host: `mail.${domain}`, port: 465, tls: 'implicit', login, password: passwords[login] ?? '' },
      envelope: { from: `hello@${domain}`, to: [`reader@${receiverDomain}`] },
      message: `From: hello@${domain}\r\nTo: reader@${receiverDomain}\r\nSubject: ${login}\r\n\r\nHello.\r\n`,
    });
  expect(await submitted('app-99')).toMatchObject({ accepted: true });
  await server.mustDeploy({ ...settings(true), users: users.slice(0, 1) });
  expect(await submitted('app-0')).toMatchObject({ accepted: true });
  expect(await submitted('app-99')).toMatchObject({ accepted: false });
}, 300_000);

import { absent, denied, rowOf, rows, SERVERS, yes, ZONE } from './fake';

const REGISTRAR = new RegExp(`at the registrar.*${SERVERS.join(', ')}`);
const of = (changes: Parameters<typeof rowOf>[1]) => rowOf('delegation', changes);

test('the servers of the zone, in any order and case, pass', async () => {
  const world = { nameServers: ['NS-2.awsdns-02.com.', 'ns-1.awsdns-01.org'] };
  expect(await of({ world })).toMatchObject({
    verdict: 'pass',
    seen: expect.stringContaining('says a.gtld.example') as string,
  });
});

test('no delegation, and one to others, fail with the servers that must be at the registrar', async () => {
  for (const nameServers of [
    [],
    ['dns1.registrar.example', 'dns2.registrar.example'],
    ['ns-1.awsdns-01.org', 'x.example'],
  ])
    expect(await of({ world: { nameServers } })).toMatchObject({
      verdict: 'fail',
      next: expect.stringMatching(REGISTRAR) as string,
      runbook: 'docs/runbook.md#check-preflight-delegation',
    });
});

test('a part of the servers works, and warns of those that lack', async () => {
  expect(await of({ world: { nameServers: [SERVERS[0]!] } })).toMatchObject({
    verdict: 'warn',
    next: expect.stringMatching(new RegExp(`${SERVERS[1]!}\\.$`)) as string,
  });
});

test('another hosted zone of the same name that the world asks is named', async () => {
  const nameServers = ['ns-7.awsdns-07.org', 'ns-8.awsdns-08.com'];
  const zonesNamed = () => yes([ZONE, { ...ZONE, id: 'Z2OTHER', nameServers }]);
  const world = { nameServers };
  expect(await of({ world, account: { zonesNamed } })).toMatchObject({
    verdict: 'fail',
    next: expect.stringMatching(/another hosted zone.*id: 'Z2OTHER'/) as string,
  });
  const refused = () => Promise.resolve(denied('route53:ListHostedZonesByName'));
  expect(await of({ world, account: { zonesNamed: refused } })).toMatchObject({
    verdict: 'fail',
    next: expect.stringMatching(REGISTRAR) as string,
  });
});

test('where the zone cannot be read, what is missing altogether still fails', async () => {
  const zone = () => Promise.resolve(denied('route53:GetHostedZone'));
  expect(await of({ account: { zone } })).toMatchObject({
    verdict: 'skip',
    seen: expect.stringMatching(/may not call route53:GetHostedZone.*ns-1/) as string,
  });
  expect(await of({ account: { zone }, world: { nameServers: [] } })).toMatchObject({
    verdict: 'fail',
    next: expect.stringContaining('Z1GOOD') as string,
  });
});

test('a zone that is none is mended first, and what needs the delegation waits for it', async () => {
  const zone = () => Promise.resolve(absent('route53:GetHostedZone'));
  const found = await rows({ account: { zone }, world: { nameServers: [] } });
  expect(found.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['zone']);
  expect(found.filter(({ next }) => next === 'Mend zone first.').map(({ id }) => id)).toEqual([
    'delegation',
    'hidden',
    'records',
    'mx',
    'caa',
  ]);
});

describe('a zone that the deploy creates', () => {
  const created = (delegated: boolean) => ({
    hostedZone: { kind: 'created', name: 'example.com', delegated } as const,
  });
  const foundation = () => yes({ NameServers: SERVERS.join(' '), ElasticIp: '192.0.2.1' });
  const nobody = { nameServers: [] };

  test('before it, what will have to be done is said; records of others are carried over first', async () => {
    expect(await of({ environment: created(false), world: nobody })).toMatchObject({
      verdict: 'warn',
      next: expect.stringMatching(/^After the deploy.*output NameServers/) as string,
    });
    const world = { nameServers: ['dns1.registrar.example'] };
    expect(await of({ environment: created(false), world })).toMatchObject({
      verdict: 'warn',
      next: expect.stringMatching(/^Others serve example\.com now: first carry over/) as string,
    });
  });

  test('`delegated` before it fails', async () => {
    expect(await of({ environment: created(true), world: nobody })).toMatchObject({
      verdict: 'fail',
      next: expect.stringContaining('leave hostedZone.delegated out') as string,
    });
  });

  test.each([
    [false, [], 'warn', REGISTRAR],
    [true, [], 'fail', REGISTRAR],
    [false, SERVERS, 'warn', /set hostedZone\.delegated to true/],
    [true, SERVERS, 'pass', /^$/],
    [false, ['dns1.registrar.example'], 'fail', REGISTRAR],
  ])('after it, delegated: %s and %j is %s', async (delegated, nameServers, verdict, next) => {
    const changes = { environment: created(delegated), account: { foundation }, world: { nameServers } };
    expect(await of(changes)).toMatchObject({ verdict, next: expect.stringMatching(next) as string });
  });

  test('whether it is deployed may be hidden', async () => {
    const hidden = () => Promise.resolve(denied('cloudformation:DescribeStacks'));
    expect(await of({ environment: created(false), account: { foundation: hidden } })).toMatchObject({
      verdict: 'skip',
      seen: 'The credentials may not call cloudformation:DescribeStacks.',
    });
  });

  test('another zone of its name is a warning, unless a deploy made it', async () => {
    const environment = created(false);
    expect(await rowOf('zone', { environment })).toMatchObject({
      verdict: 'warn',
      next: expect.stringContaining("hostedZone: { id: 'Z1GOOD' }") as string,
    });
    expect(await rowOf('zone', { environment, account: { foundation } })).toMatchObject({ verdict: 'pass' });
    const zonesNamed = () => yes([]);
    expect(await rowOf('zone', { environment, account: { zonesNamed } })).toMatchObject({ verdict: 'pass' });
  });
});

describe('a zone that the deploy delegates itself', () => {
  const parent = { id: 'Z1GOOD', name: 'example.com' };
  const environment = {
    domain: 'news.example.com',
    hostName: 'mail.news.example.com',
    envelopeDomain: 'news.example.com',
    hostedZone: { kind: 'created', name: 'news.example.com', delegated: true, parent } as const,
  };
  const nobody = { nameServers: [] };
  const zonesNamed = () => yes([]);

  test('needs no hand: nobody has its name, and the zone above is there', async () => {
    const changes = { environment, world: nobody, account: { zonesNamed } };
    expect(await of(changes)).toMatchObject({
      verdict: 'pass',
      expected: expect.stringContaining(
        'the deploy writes the delegation into example.com (Z1GOOD)',
      ) as string,
    });
    expect(await rowOf('zone', changes)).toMatchObject({ verdict: 'pass' });
  });

  test('whose name others serve would take it from them', async () => {
    const world = { nameServers: ['dns1.registrar.example'] };
    expect(await of({ environment, world, account: { zonesNamed } })).toMatchObject({
      verdict: 'fail',
      next: expect.stringMatching(/NS record out of example\.com.*another name/) as string,
    });
  });

  test.each([
    [
      'is of another name',
      () => yes({ ...ZONE, name: 'example.org' }),
      /Z1GOOD is the public zone example\.org/,
    ],
    ['is private', () => yes({ ...ZONE, isPrivate: true }), /private zone example\.com/],
    ['is not there', () => Promise.resolve(absent('route53:GetHostedZone')), /./],
  ])('fails where the zone above %s', async (_, zone, seen) => {
    expect(await rowOf('zone', { environment, world: nobody, account: { zone, zonesNamed } })).toMatchObject({
      verdict: 'fail',
      seen: expect.stringMatching(seen) as string,
      next: expect.stringContaining('hostedZone.parent') as string,
    });
  });
});

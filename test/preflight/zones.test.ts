import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';

import { zoneClient } from '../../lib/deployed/zone-client';
import { dmarcValue } from '../../lib/dns/dmarc';
import { recordSets, zone as zoneOf } from '../../lib/preflight/live/zones';
import { quietAccount } from '../local-aws/stacks';
import { environment, rows, SERVERS, yes } from './fake';

/** Domains whose zone is of another account, or no zone of Route 53. */
const ROLE = 'arn:aws:iam::210987654321:role/kitte-dns';
const hostZone = { kind: 'given', id: 'Z1GOOD', name: 'mail.example.com' } as const;
const elsewhere = { hostedZone: { kind: 'elsewhere', name: 'example.com' }, hostZone } as const;
const of = (all: Awaited<ReturnType<typeof rows>>, id: string, subject: string) => {
  const found = all.find(
    (row) => row.id === id && (row.subject === subject || row.subject.endsWith(` ${subject}`)),
  );
  if (found === undefined) throw new Error(`no row ${id} of ${subject}`);
  return found;
};

const KEY = { 'kitte1._domainkey.example.com': ['v=DKIM1; k=rsa; p=AAAA'] };
const txt = {
  'example.com': ['v=spf1 ip4:192.0.2.9 -all', 'site=1'],
  '_dmarc.example.com': [dmarcValue(environment.dmarc)],
};
const account = {
  zone: () => yes({ id: 'Z1GOOD', name: 'mail.example.com', isPrivate: false, nameServers: SERVERS }),
  foundation: () => yes({ ElasticIp: '192.0.2.9' }),
  parameter: (name: string) =>
    yes(
      name.includes('dkim')
        ? '"v=DKIM1; k=rsa; p=AAAA"'
        : name.startsWith('/cdk')
          ? '21'
          : 'ami-0aaaaaaaaaaaaaaaa',
    ),
};

test('elsewhere: what is not entered is listed, and warns, as the deploy does not need it', async () => {
  const all = await rows({ environment: elsewhere, account, txt });
  expect(of(all, 'zone', 'example.com').seen).toMatch(/^not in Route 53: a person enters/);
  const row = of(all, 'records', 'example.com');
  expect(row.verdict).toBe('warn');
  expect(row.seen).toMatch(/^not yet, kitte1\._domainkey\.example\.com TXT/);
  expect(row.seen).not.toMatch(/, example\.com TXT|_dmarc/);
  expect(row.next).toMatch(/kitte zone --domain example\.com prints.*451 4\.7\.0; other domains go on/);
  const japanese = await rows({ environment: elsewhere, account, txt }, 'ja');
  expect(of(japanese, 'records', 'example.com').next).toMatch(/kitte zone --domain example\.com/);
});

test('elsewhere: another address in SPF, or another key, is not what is to be entered', async () => {
  const wrong = {
    ...txt,
    'example.com': ['v=spf1 ip4:192.0.2.8 -all'],
    'kitte1._domainkey.example.com': ['v=DKIM1; k=rsa; p=BBBB'],
  };
  const { seen } = of(await rows({ environment: elsewhere, account, txt: wrong }), 'records', 'example.com');
  expect(seen).toMatch(/example\.com TXT, kitte1\._domainkey\.example\.com TXT/);
  const right = await rows({ environment: elsewhere, account, txt: { ...txt, ...KEY } });
  expect(of(right, 'records', 'example.com').seen).not.toMatch(/TXT/);
});

test('elsewhere: a domain that nobody answers for fails', async () => {
  const all = await rows({ environment: elsewhere, account });
  const row = of(all, 'delegation', 'example.com');
  expect(row).toMatchObject({ verdict: 'fail', seen: 'nothing' });
  expect(row.next).toMatch(/Nobody answers for example\.com: register it/);
});

test('by a role: whoever may not take it is told so, and nothing fails for that', async () => {
  const local = await quietAccount();
  try {
    const other = local.addAccount('210987654321');
    other.addHostedZone({ id: 'Z0OTHER', name: 'example.com' });
    const trust = (AWS: string) => ({
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }],
    });
    const policy = { Statement: [{ Effect: 'Allow', Action: 'route53:*', Resource: '*' }] };
    other.addRole({ name: 'kitte-dns', trust: trust('999999999999'), policy });
    const clients = { sts: new STSClient(local.sdk), route53: new Route53Client(local.sdk) };
    process.env['AWS_ENDPOINT_URL'] = local.endpoint;
    const asked = async <T>(ask: (route53: Route53Client) => T) => {
      const client = await zoneClient(clients, ROLE);
      return client.ok ? ask(client.value) : client;
    };
    const byRole = {
      hostedZone: { kind: 'given', id: 'Z0OTHER', name: 'example.com', role: ROLE } as const,
      hostZone,
    };
    const looks = {
      ...account,
      zone: (id: string, role?: string) =>
        role === undefined ? account.zone() : asked((route53) => zoneOf({ route53 }, id)),
      recordSets: (id: string, role?: string) =>
        role === undefined ? yes([]) : asked((route53) => recordSets({ route53 }, id)),
    } as const;
    const refused = await rows({ environment: byRole, account: looks as never });
    const row = of(refused, 'zone', 'Z0OTHER');
    expect(row).toMatchObject({
      verdict: 'skip',
      seen: `these credentials may not assume ${ROLE}; the deploy assumes it by a role of its own`,
    });
    expect(row.next).toMatch(/Let the role trust you too.*the deploy itself does not need that/);
    other.addRole({ name: 'kitte-dns', trust: trust('111122223333'), policy });
    other.change('Z0OTHER', 'CREATE', {
      name: 'example.com',
      type: 'TXT',
      ttl: 60,
      values: ['"v=spf1 -all"'],
    });
    const seen = await rows({ environment: byRole, account: looks as never });
    expect(of(seen, 'zone', 'Z0OTHER').verdict).toBe('pass');
    expect(of(seen, 'records', 'example.com TXT').verdict).toBe('fail');
    // In the stack's own set it is nobody else's.
    const own = { ...looks, ownRecords: () => yes(new Map([['example.com TXT', 'example.com']])) };
    const made = await rows({ environment: byRole, account: own as never });
    expect(made.filter(({ id, verdict }) => id === 'records' && verdict === 'fail')).toEqual([]);
  } finally {
    delete process.env['AWS_ENDPOINT_URL'];
    await local.close();
  }
});

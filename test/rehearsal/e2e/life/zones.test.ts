import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CdkRun } from '../../../../lib/rehearsal/cdk';
import { PROJECT } from '../../deployed';
import { differs, Life, succeeded } from './life';

/** Zones of another account, written by the role that the docs show; the server's own name is in a zone that the deploy makes. */
const life = Life.of('zones');
const NAME = 'zones by a role';
const COM = 'Z0123456789ABCDEFCOM';
const ORG = 'Z0123456789ABCDEFORG';
const roles = {
  COM: 'arn:aws:iam::210987654321:role/kitte-dns',
  ORG: 'arn:aws:iam::210987654321:role/kitte-org',
};

const com = { hostedZone: { id: COM, role: roles.COM } };
const org = { hostedZone: { id: ORG, role: roles.ORG }, mx: true };
const first = {
  ...{ verify: 'off', hostZone: { create: true, name: 'mail.example.com' } },
  users: [{ login: 'app' }],
};
const one = { ...first, domains: { 'example.com': com } };
const two = { ...first, domains: { 'example.com': com, 'example.org': org } };

const [DOCS, ACCOUNT] = [readFileSync(join(PROJECT, 'docs/zones.md'), 'utf8'), '111122223333'];
/** As the page shows it, for a domain and the account of the deploy. */
function shown(kind: 'trust' | 'permissions', domain: string, zone: string): object {
  const [, text = ''] = new RegExp(`\\n\`\`\`json ${kind}\\n([^]*?)\`\`\``).exec(DOCS) ?? [];
  const owner = life.account.env['CDK_DEFAULT_ACCOUNT'] ?? '';
  const own = text
    .replaceAll(ACCOUNT, owner)
    .replaceAll('Z0123456789ABCDEFGHIJ', zone)
    .replaceAll('example.com', domain);
  return JSON.parse(own) as object;
}

function addZone(domain: string, zone: string, name: string): void {
  life.other.addHostedZone({ id: zone, name: domain });
  life.other.addRole({
    ...{ name, trust: shown('trust', domain, zone), policy: shown('permissions', domain, zone) },
  });
}

const OWN = ['NS', 'SOA'];
/** What each name of the other account's zones has. */
function records(zone?: string): Record<string, string> {
  const all = life.other.zones().filter(({ id }) => zone === undefined || id === zone);
  return Object.fromEntries(
    all.flatMap(({ name: apex, records: sets }) =>
      sets
        .filter(({ name, type }) => name !== apex || !OWN.includes(type))
        .map(({ name, type, values }) => [`${name} ${type}`, values.join(' ')] as const)
        .sort(),
    ),
  );
}
const names = (zone?: string) => Object.keys(records(zone));
const OF_COM = [
  '_dmarc.example.com TXT',
  '_submission._tcp.example.com SRV',
  '_submissions._tcp.example.com SRV',
  'example.com TXT',
  'kitte1._domainkey.example.com TXT',
  'mail.example.com NS',
];
const OF_ORG = [
  '_dmarc.example.org TXT',
  '_submission._tcp.example.org SRV',
  '_submissions._tcp.example.org SRV',
  'example.org MX',
  'example.org TXT',
  'kitte1._domainkey.example.org TXT',
];
const says = ({ output }: CdkRun, words: RegExp) =>
  words.test(output.replace(/\s+/g, ' ')) ? [] : [`no word of ${String(words)}`];
const failed = ({ exitCode }: CdkRun) => (exitCode === 0 ? ['exit code 0'] : []);

beforeAll(() => {
  addZone('example.com', COM, 'kitte-dns');
  addZone('example.org', ORG, 'kitte-org');
});

test('created, once nothing of others is in the way, with the delegation of the host zone', async () => {
  const spf = {
    name: 'example.com',
    type: 'TXT',
    ttl: 300,
    values: ['"v=spf1 include:theirs.example -all"'],
  };
  life.other.change(COM, 'CREATE', spf);
  await life.step(
    NAME,
    'cdk deploy, and the domain has an SPF record of others',
    () => life.deploy(one),
    (run) => [
      ...failed(run),
      ...says(
        run,
        /example\.com has TXT "v=spf1 include:theirs\.example -all", where TXT "v=spf1 ip4:.*Nothing was changed/,
      ),
      ...differs('ROLLBACK_COMPLETE', life.statuses()['dns']),
      ...differs(['example.com TXT'], names()),
    ],
    () => 'the record of others stays as it is, and nothing is beside it',
  );
  life.other.change(COM, 'DELETE', spf);
  await life.step(
    NAME,
    'the same, without it',
    () => life.deploy(one),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(OF_COM, names(COM)),
      ...differs(['mail.example.com'], [...life.account.reverseNames().values()]),
      // The world finds the host by the delegation alone.
      ...differs(
        life.account
          .zones()
          .find(({ name }) => name === 'mail.example.com')
          ?.nameServers.join(' '),
        records(COM)['mail.example.com NS']?.replaceAll(/\.( |$)/g, '$1'),
      ),
    ],
    () => names(COM).join(', '),
  );
}, 300_000);

test('changed, and one domain more, each by its own role', async () => {
  const before = records(COM);
  await life.step(
    NAME,
    'another domain, by another role',
    () => life.deploy(two),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(OF_ORG, names(ORG)),
      ...differs(before, records(COM)),
    ],
    () => names(ORG).join(', '),
  );
  await life.step(
    NAME,
    'another policy of the first',
    () =>
      life.deploy({
        ...two,
        domains: { ...two.domains, 'example.com': { ...com, dmarc: { policy: 'quarantine' } } },
      }),
    async (run) => [
      ...(await succeeded(run)),
      ...differs({ ...before, '_dmarc.example.com TXT': '"v=DMARC1; p=quarantine"' }, records(COM)),
      ...differs(OF_ORG, names(ORG)),
    ],
    () => records(COM)['_dmarc.example.com TXT'] ?? 'none',
  );
}, 300_000);

test('a deploy that fails leaves all as it was, whoever wrote it', async () => {
  const mx = { name: 'example.com', type: 'MX', ttl: 300, values: ['10 mx.theirs.example.'] };
  life.other.change(COM, 'CREATE', mx);
  const before = records();
  await life.step(
    NAME,
    'one domain gets another policy, and the other, which has an MX of others, one of ours',
    () =>
      life.deploy({
        ...two,
        domains: {
          'example.com': { ...com, mx: true },
          'example.org': { ...org, dmarc: { policy: 'reject' } },
        },
      }),
    (run) => [
      ...failed(run),
      ...says(
        run,
        /example\.com has MX 10 mx\.theirs\.example\., where MX 10 mail\.example\.com\. is wanted/,
      ),
      ...differs('UPDATE_ROLLBACK_COMPLETE', life.statuses()['dns']),
      ...differs(before, records()),
    ],
    () => 'every record is as before, the one of others too',
  );
  life.other.change(COM, 'DELETE', mx);
}, 300_000);

test('destroyed without remains', async () => {
  const theirs = { name: 'www.example.com', type: 'A', ttl: 300, values: ['192.0.2.80'] };
  life.other.change(COM, 'CREATE', theirs);
  await life.step(
    NAME,
    'cdk deploy -c retain=false',
    () => life.deploy(two, '-c', 'retain=false'),
    succeeded,
    () => 'it serves',
  );
  await life.step(
    NAME,
    'cdk destroy -c retain=false',
    () => life.destroy('-c', 'retain=false'),
    async (run) => [
      ...(await succeeded(run)),
      ...differs({}, life.statuses()),
      ...differs(['hosted zone example.com.'], life.account.remains()),
      ...differs(['www.example.com A'], names()),
    ],
    () => `left of the other account: ${names().join(', ')}, which is theirs`,
  );
}, 300_000);

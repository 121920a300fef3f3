import type { Told, Untold } from '../../lib/deployed/told';
import { untold } from '../../lib/deployed/told';
import { rowsOfViews } from '../../lib/checks/examine';
import type { Row } from '../../lib/checks/row';
import type { Language } from '../../lib/checks/words';
import type { Environment } from '../../lib/config/environment';
import { entryOf, PREFLIGHT } from '../../lib/preflight/checks';
import { preflightViews } from '../../lib/preflight/in-zone';
import type { Account, Delegated, Site, Zone } from '../../lib/preflight/given';
import { environment as base } from '../fixtures/environment';

export const SERVERS = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'];
export const ZONE: Zone = { id: 'Z1GOOD', name: 'example.com', isPrivate: false, nameServers: SERVERS };

export const environment: Environment = {
  ...base,
  account: '111122223333',
  hostedZone: { kind: 'given', id: 'Z1GOOD', name: 'example.com' },
  certificate: { ...base.certificate, caaIssuer: 'letsencrypt.org' },
};

/** Others take the domain's mail. */
const OFFICE = { 'example.com': ['10 mx.office.example'] };

/** As AWS refuses it, and as it says that there is nothing. */
export const denied = (action: string): Untold => untold(action, named('AccessDeniedException'));
export const absent = (action: string): Untold => untold(action, named('NoSuchThing'));
export const named = (name: string) => Object.assign(new Error('no'), { name });

/** Of an account in which a first deploy can succeed. */
const good: Account = {
  id: () => yes('111122223333'),
  region: () => Promise.resolve('eu-west-1'),
  zone: () => yes(ZONE),
  zonesAround: () => yes([ZONE]),
  zonesNamed: () => yes([ZONE]),
  recordSets: () => yes([]),
  ownRecords: () => Promise.resolve(absent('cloudformation:ListStackResources')),
  othersRecords: () => yes(new Map<string, string>()),
  stacks: () => yes([]),
  foundation: () => Promise.resolve(absent('cloudformation:DescribeStacks')),
  parameter: (name) => yes(name.startsWith('/cdk-bootstrap') ? '21' : 'ami-0aaaaaaaaaaaaaaaa'),
  architecture: () => yes('arm64'),
  elasticIps: () => yes(['192.0.2.1', '192.0.2.2']),
  elasticIpQuota: () => yes(5),
  quota: (name) => yes(name === 'vCpus' ? 16 : 5),
  used: () => yes(1),
  vCpusOf: () => yes(2),
  network: () =>
    yes({
      vpcExists: true,
      subnet: { vpcId: 'vpc-0a', availabilityZone: 'eu-west-1a', hasIpv4: true, free: 200, exit: 'igw-0a' },
    }),
  firstZone: () => yes('eu-west-1a'),
  zonesOffering: () => yes(['eu-west-1b', 'eu-west-1a']),
  server: () => Promise.resolve(absent('ssm:GetParameter')),
};

export function yes<T>(value: T): Promise<Told<T>> {
  return Promise.resolve({ ok: true, value });
}

export interface Changes {
  readonly environment?: Partial<Environment>;
  readonly account?: Partial<Account>;
  readonly world?: Partial<Delegated>;
  readonly caa?: Readonly<Record<string, readonly string[]>>;
  /** TXT values by name, or why nobody knows them. */
  readonly txt?: Readonly<Record<string, readonly string[] | Error>>;
  /** The same of MX and A. */
  readonly mx?: Readonly<Record<string, readonly string[] | Error>>;
  readonly a?: Readonly<Record<string, readonly string[]>>;
  /** Other environments that are looked at in the same go. */
  readonly beside?: readonly Pick<Changes, 'environment' | 'account'>[];
}

/** All rows for what differs from a good account in this. */
export function rows(changes: Changes = {}, language: Language = 'en'): Promise<Row[]> {
  const site = (each: Changes): Site => ({
    environment: { ...environment, ...each.environment },
    account: { ...good, ...each.account },
  });
  const own = site(changes);
  const given = {
    ...own,
    together: [own, ...(changes.beside ?? []).map(site)],
    lookup: (name: string, type: string) => {
      const known: Record<string, Changes['txt']> = {
        ...{ CAA: changes.caa, TXT: changes.txt, MX: changes.mx ?? OFFICE, A: changes.a },
      };
      const found = known[type]?.[name] ?? [];
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    delegated: () => Promise.resolve({ nameServers: SERVERS, by: 'a.gtld.example', ...changes.world }),
    farEnd: 'mx.example.net',
  };
  return rowsOfViews(preflightViews(given), PREFLIGHT, language, entryOf);
}

/** The rows of one check. */
export async function rowOf(id: string, changes: Changes, language?: Language): Promise<Row> {
  const found = (await rows(changes, language)).filter((row) => row.id === id);
  if (found.length !== 1) throw new Error(`${String(found.length)} rows of ${id}`);
  return found[0]!;
}

import { type Finding, findingOf } from './findings';
import { domainName } from './schema/domain-name';
import { DOMAIN_KEYS } from './schema/settings';
import { at, isRecord, merge, type Path, without } from './tree';

/** One domain of an environment before it is read, as if it were the only one. */
export interface DomainDraft {
  readonly input: unknown;
  /** Where a value was written, seen from the environment. */
  readonly pathOf: (path: Path) => Path;
  /** Whether it has logins of its own, or is the one that has the server's. */
  readonly hasUsers: boolean;
}

export interface DomainDrafts {
  readonly drafts: readonly DomainDraft[];
  readonly findings: readonly Finding[];
}

/** Said of the whole server, or of one domain: nothing above all of them can stand for it. */
const OWN = ['domain', 'envelopeDomain', 'users'];

/**
 * The domains of an environment. The short form, with `domain` at the top, is one; of `domains` each is read with what stands
 * above them as its own. What is the server's is read with the first, which gives the server its name.
 */
export function spreadDomains(input: unknown): DomainDrafts {
  if (!isRecord(input) || input['domains'] === undefined)
    return { drafts: [{ input, pathOf: (path) => path, hasUsers: true }], findings: [] };
  const { domains, users, former, ...shared } = input;
  const findings = ['domain', 'envelopeDomain']
    .filter((key) => key in shared)
    .map((key) =>
      findingOf(
        [key],
        shared[key],
        'nothing, beside domains',
        `Take it out: ${SAID[key as keyof typeof SAID]}.`,
      ),
    );
  if (!isRecord(domains) || Object.keys(domains).length === 0)
    findings.push(
      findingOf(
        ['domains'],
        domains,
        'an object with at least one domain, such as { "example.com": {} }',
        'Name one, or write the short form: domain and hostedZone at the top.',
      ),
    );
  if (findings.length > 0 || !isRecord(domains)) return { drafts: [], findings };
  const names = Object.keys(domains);
  // Where a name is none the domain itself is refused, and nothing that follows from it.
  const valid = names.flatMap((name) => domainName.safeParse(name).data ?? []);
  const hostName = shared['hostName'] ?? `mail.${valid[0] ?? 'example.com'}`;
  const nobody = users === undefined && names.every((name) => at(domains, [name, 'users']) === undefined);
  const drafts = names.map((name, index): DomainDraft => {
    const own = domains[name];
    const above = index === 0 ? serversUsers(nobody ? [{ login: 'mailer' }] : users, valid) : [];
    const its = at(own, ['users']);
    const logins = joined(above, its);
    const hasUsers = !Array.isArray(logins) || logins.length > 0 || its !== undefined;
    const { hostedZone, ...rest } = ownPart(own);
    return {
      input: {
        ...(merge(
          { ...(without(shared, hostedZone === undefined ? [] : [['hostedZone']]) as object), hostName },
          rest,
        ) as object),
        ...(hostedZone === undefined ? {} : { hostedZone }),
        ...(index === 0 && former !== undefined ? { former } : {}),
        ...(hasUsers ? { users: logins } : {}),
        domain: name,
      },
      pathOf: (path) => placed(path, { name, own, shared }, Array.isArray(above) ? above.length : 0),
      hasUsers,
    };
  });
  return { drafts, findings: Object.entries(domains).flatMap(([name, own]) => strange(name, own)) };
}

const SAID = { domain: 'the keys of domains are the names', envelopeDomain: 'each domain says its own' };

/** What is not a domain's is refused elsewhere, and not read with it. */
function ownPart(own: unknown): Record<string, unknown> {
  if (!isRecord(own)) return {};
  return Object.fromEntries(Object.entries(own).filter(([key]) => DOMAIN_KEYS.includes(key)));
}

/** Both lists; what is no list is kept for the schema to refuse. */
function joined(above: unknown, its: unknown): unknown {
  if (!Array.isArray(above) || (its !== undefined && !Array.isArray(its))) return its ?? above;
  return [...(above as unknown[]), ...((its as unknown[] | undefined) ?? [])];
}

/** A login that is said above the domains may send as any of them, unless its senders say otherwise. */
function serversUsers(users: unknown, names: readonly string[]): unknown {
  if (users === undefined) return [];
  if (!Array.isArray(users)) return users;
  const all = names.map((name) => `@${name}`);
  return users.map((user: unknown) => (isRecord(user) && all.length > 0 ? { senders: all, ...user } : user));
}

interface Parts {
  readonly name: string;
  readonly own: unknown;
  readonly shared: unknown;
}

/** A domain's own value was written below its name; what is the server's, or said above all domains, stands at the top. */
function placed(path: Path, { name, own, shared }: Parts, above: number): Path {
  const [key, index, ...rest] = path;
  if (key === 'domain') return ['domains', name];
  if (key === 'users' && typeof index === 'number')
    return index < above ? path : ['domains', name, key, index - above, ...rest];
  const isOwn =
    DOMAIN_KEYS.includes(String(key)) &&
    (OWN.includes(String(key)) || at(own, path) !== undefined || at(shared, [key ?? '']) === undefined);
  return isOwn ? ['domains', name, ...path] : path;
}

/** What is the server's is said once, for all its domains. */
function strange(name: string, own: unknown): Finding[] {
  const keys = DOMAIN_KEYS.filter((key) => key !== 'domain');
  if (!isRecord(own))
    return [
      findingOf(
        ['domains', name],
        own,
        `an object with keys of a domain: ${keys.join(', ')}`,
        'Give its hostedZone, or {} where all of it is said at the top.',
      ),
    ];
  return Object.keys(own)
    .filter((key) => !keys.includes(key))
    .map((key) =>
      findingOf(
        ['domains', name, key],
        own[key],
        `these keys: ${keys.join(', ')}`,
        'Move it to the top if it is of the server, which has all domains; or take it out.',
      ),
    );
}

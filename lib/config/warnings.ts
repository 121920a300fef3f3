import { getDomain, getPublicSuffix } from 'tldts';
import type { Environment } from './environment';
import { domainOf } from './schema/mail-address';

interface InBoth {
  readonly en: string;
  readonly ja: string;
}

/** What a config may say, and will most likely not do what its author wants. It stops nothing. */
export interface Warning {
  /** Where it stands, such as `dmarc.testing`. */
  readonly path: string;
  /** As it was written. */
  readonly received: string;
  readonly what: InBoth;
  readonly remedy: InBoth;
}

/** All of them, for the synth, `kitte zone` and `kitte preflight`. */
export function warnings(environment: Environment): Warning[] {
  return [...privateSuffix(environment), ...policyWarnings(environment), ...strangersToStrict(environment)];
}

/** A warning in a line. */
export function inALine({ path, received, what, remedy }: Warning, language: keyof InBoth = 'en'): string {
  return `${path}: ${received}: ${what[language]} ${remedy[language]}`;
}

/** The registrable domain, where private suffixes count as suffixes, as receivers count them: https://publicsuffix.org/learn/ */
export function organizationalDomain(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}

/** Suffixes that somebody sells names below: `uk.com`, `github.io`. */
function privateSuffix({ domain }: Environment): Warning[] {
  if (getPublicSuffix(domain, { allowPrivateDomains: true }) !== domain) return [];
  return [
    {
      path: 'domain',
      received: domain,
      what: {
        en: 'This is a private suffix of publicsuffix.org: others own the names below it, and receivers take it for nobody’s own domain.',
        ja: 'publicsuffix.org の private suffix です。下位の名前は他者のもので、受信側は誰のドメインともみなしません。',
      },
      remedy: {
        en: `Give your own name below ${domain}, unless you run it.`,
        ja: `${domain} の運営者でなければ、その下にある自分の名前を指定してください。`,
      },
    },
  ];
}

/** What is written into the DMARC record and read by nobody, or not where it stands. */
export function policyWarnings({ domain, dmarc }: Pick<Environment, 'domain' | 'dmarc'>): Warning[] {
  const { policy, subdomainPolicy, nonexistentPolicy, testing } = dmarc;
  const found: Warning[] = [];
  if (testing)
    found.push({
      path: 'dmarc.testing',
      received: 'true (t=y)',
      what: {
        en: `None of rspamd, mailauth, OpenDMARC and Mail::DMARC reads t=y: what fails is treated by p=${policy}, not one step milder.`,
        ja: `rspamd、mailauth、OpenDMARC、Mail::DMARC のいずれも t=y を読みません。失敗したメールは一段緩い扱いではなく、p=${policy} のとおりに扱われます。`,
      },
      remedy:
        policy === 'none'
          ? {
              en: 'Take testing out: nothing is milder than none.',
              ja: 'testing を外してください。none より緩いポリシーはありません。',
            }
          : {
              en: `Set dmarc.policy to "${milder(policy)}" while you test, and take testing out.`,
              ja: `試験中は dmarc.policy を "${milder(policy)}" にし、testing を外してください。`,
            },
    });
  const organization = organizationalDomain(domain);
  if (organization !== domain) {
    const below = { subdomainPolicy, nonexistentPolicy };
    for (const [key, value] of Object.entries(below))
      if (value !== undefined)
        found.push({
          path: `dmarc.${key}`,
          received: value,
          what: {
            en: `It counts at an organizational domain alone, and that is ${organization}: at ${domain} nobody reads it.`,
            ja: `有効なのは組織ドメイン（${organization}）だけで、${domain} では読まれません。`,
          },
          remedy: {
            en: `Take it out; what the record of ${organization} says holds for names below ${domain}.`,
            ja: `外してください。${domain} より下の名前には ${organization} のレコードが適用されます。`,
          },
        });
  } else if (nonexistentPolicy !== undefined && nonexistentPolicy !== (subdomainPolicy ?? policy))
    found.push({
      path: 'dmarc.nonexistentPolicy',
      received: `${nonexistentPolicy} (np)`,
      what: {
        en: `None of rspamd, mailauth, OpenDMARC and Mail::DMARC reads np: names that do not exist are treated by ${subdomainPolicy === undefined ? 'p' : 'sp'}.`,
        ja: `rspamd、mailauth、OpenDMARC、Mail::DMARC のいずれも np を読みません。存在しない名前は ${subdomainPolicy === undefined ? 'p' : 'sp'} のとおりに扱われます。`,
      },
      remedy: {
        en: `Set dmarc.subdomainPolicy to "${nonexistentPolicy}" if that may hold for all names below the domain; else expect nothing of it.`,
        ja: `ドメインの下位の名前すべてに適用してよければ、dmarc.subdomainPolicy を "${nonexistentPolicy}" にしてください。そうでなければ効果は期待できません。`,
      },
    });
  return found;
}

function milder(policy: Environment['dmarc']['policy']): string {
  return policy === 'reject' ? 'quarantine' : 'none';
}

/** The signature is of the domain, and strict alignment wants the very same name in From. */
function strangersToStrict({ domain, dmarc, users }: Environment): Warning[] {
  if (dmarc.alignment.dkim !== 'strict') return [];
  const others = users.flatMap(({ senders }) => senders).filter((sender) => domainOf(sender) !== domain);
  if (others.length === 0) return [];
  return [
    {
      path: 'dmarc.alignment.dkim',
      received: 'strict',
      what: {
        en: `${others.join(', ')} may stand in From, and the signature is of ${domain}: it never aligns (RFC 9989).`,
        ja: `From に ${others.join(', ')} を書けますが、署名は ${domain} のものなので、アライメントは成立しません (RFC 9989)。`,
      },
      remedy: {
        en: `Set it to "relaxed", or take ${others.length === 1 ? 'it' : 'them'} out of senders.`,
        ja: `"relaxed" にするか、senders から外してください。`,
      },
    },
  ];
}

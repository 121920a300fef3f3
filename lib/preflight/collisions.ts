import { fail, pass, type Finding } from '../checks/check';
import { joined, SPACE, type Said, type Words } from '../checks/words';
import type { Environment } from '../config/environment';
import { placedId } from '../dns/former';
import type { DnsRecord } from '../dns/record';
import { senderSpf } from '../dns/spf';
import type { Existing } from './given';
import type { Owned } from './in-zone';
import { isSpf, readSpf } from './spf-merge';

const ADDRESS = '<Elastic IP>';

/** Whose records there are. */
export interface Made {
  /** By the deployed stack of this environment: logical id to name, or of one in a group `NAME TYPE` to name. */
  readonly own: ReadonlyMap<string, string>;
  /** By other environments of Kitte: name to environment. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * Record sets in the way of the Dns stack: Route 53 creates no second set of a name and type, and nothing beside a CNAME. A
 * record that the stack has made under another name is made anew, and meets what lies at the new one.
 */
export function collisions(
  wanted: readonly Owned[],
  existing: readonly Existing[],
  { own, others }: Made,
): readonly Finding[] {
  const clashes = wanted
    .filter((each) => !isMade(each, own))
    .flatMap(({ owner, record }) => {
      const there = existing.find(
        ({ name, type }) => name === record.name && [record.type, 'CNAME'].includes(type),
      );
      return there === undefined ? [] : [clash(owner, record, there, others.get(there.name))];
    });
  if (clashes.length > 0) return clashes;
  const count = String(wanted.length);
  return [
    pass(
      {
        en: `${count} record sets, none of them taken by another`,
        ja: `レコードセット ${count} 個。衝突はありません`,
      },
      NO_SET,
    ),
  ];
}

/** Each by its own id, or within a group that has no id for each. */
function isMade({ owner, isBeside, record }: Owned, own: Made['own']): boolean {
  if (own.has(`${record.name} ${record.type}`)) return true;
  // What is of a domain beside the first has the id of its group; one that was the first keeps those that it had.
  const ids = [...own].flatMap(([id, name]) => (name === record.name ? [id] : []));
  return isBeside ? ids.some((id) => id.startsWith(record.id)) : ids.includes(placedId(owner, owner, record));
}

export const NO_SET: Said = {
  en: 'no record set of the same name and type',
  ja: '同じ名前と型のレコードセットがないこと',
};

function clash(
  environment: Environment,
  record: DnsRecord,
  there: Existing,
  other: string | undefined,
): Finding {
  const made = `${record.type} ${record.values.join(' | ')}`;
  const seen: Words = there.values.join(' | ') || { en: 'an alias', ja: 'エイリアス' };
  const expected = {
    en: `no set, so that the deploy can create ${made}`,
    ja: `デプロイが ${made} を作成できるよう、何もないこと`,
  };
  const next: Said =
    other !== undefined
      ? othersRecord(environment, record, other)
      : there.type === 'CNAME'
        ? {
            en: `Delete the CNAME, or choose another name than ${record.name}.`,
            ja: `CNAME を削除するか、${record.name} 以外の名前を選んでください。`,
          }
        : remedy(environment, record, there);
  return { ...fail(seen, expected, next), subject: `${record.name} ${there.type}` };
}

/** To delete it would take a running server out of DNS. */
function othersRecord({ name }: Environment, record: DnsRecord, other: string): Said {
  return {
    en: `It belongs to the Kitte environment ${other}: do not delete it, that server needs it. Give ${name} other names than ${other} (domain, hostName, envelopeDomain), a name such as ${record.name} cannot have two; or, where ${name} takes the place of ${other}, remove that environment first (docs/runbook.md, "Leaving for good").`,
    ja: `Kitte の環境 ${other} のレコードです。そのサーバーが使っているので、削除しないでください。${name} には ${other} と違う名前（domain、hostName、envelopeDomain）を指定してください。${name} が ${other} の代わりになるのなら、先にその環境を片付けてください（docs/runbook.md の「Leaving for good」）。`,
  };
}

function remedy(environment: Environment, record: DnsRecord, there: Existing): Said {
  const { domain, envelopeDomain } = environment;
  if (record.type === 'MX')
    return {
      en: `It is in use: it is never touched. Set mx: false, or an envelopeDomain of its own such as bounce.${domain}.`,
      ja: `使用中のため変更しません。mx: false とするか、bounce.${domain} のような専用の envelopeDomain を設定してください。`,
    };
  if (record.id === 'DomainSpf' || record.id === 'EnvelopeSpf')
    return txtRemedy(environment, there, record.name === domain);
  if (record.id === 'Dmarc')
    return {
      en: 'Carry its policy over into dmarc, then delete the set and deploy.',
      ja: 'そのポリシーを設定の dmarc に移し、レコードセットを削除してからデプロイしてください。',
    };
  if (record.id.startsWith('Dkim'))
    return {
      en: 'Give dkim.selectors a name that is free, such as kitte2.',
      ja: 'dkim.selectors に、kitte2 のような空いている名前を指定してください。',
    };
  if (record.type === 'A')
    return {
      en: `If something else answers at ${record.name}, set hostName to another name; otherwise delete the set.`,
      ja: `${record.name} で別のものが動いているなら hostName を別の名前にし、そうでなければレコードセットを削除してください。`,
    };
  const elsewhere = record.name !== envelopeDomain;
  return {
    en: `Delete the set if nothing needs it${elsewhere ? `; it is at ${record.name}` : ''}, then deploy.`,
    ja: `不要であれば、${elsewhere ? `${record.name} の` : ''}レコードセットを削除してからデプロイしてください。`,
  };
}

/** The one TXT set of the name: its SPF record merged into ours, its other values kept. */
function txtRemedy({ spf, domainTxt = [] }: Environment, there: Existing, isDomain: boolean): Said {
  const values = there.values.map(unquoted);
  const { include, ip4, left } = values
    .filter(isSpf)
    .map(readSpf)
    .reduce(
      (all, each) => ({
        include: [...new Set([...all.include, ...each.include])],
        ip4: [...new Set([...all.ip4, ...each.ip4])],
        left: [...new Set([...all.left, ...each.left])],
      }),
      { include: [...spf.include], ip4: [...spf.ip4], left: [] as string[] },
    );
  const others = values.filter((value) => !isSpf(value) && !domainTxt.includes(value));
  const steps: Said[] = [];
  if (include.length > spf.include.length || ip4.length > spf.ip4.length) {
    const setting = `spf: { include: ${JSON.stringify(include)}, ip4: ${JSON.stringify(ip4)} }`;
    const record = senderSpf({ ...spf, include, ip4 }, ADDRESS);
    steps.push({
      en: `Set ${setting}, which publishes ${record}.`,
      ja: `${setting} としてください。公開されるのは ${record} です。`,
    });
  }
  if (left.length > 0)
    steps.push({
      en: `These terms have no place in the config: ${left.join(' ')}. Give what they allow in spf.ip4, or do without.`,
      ja: `次の項は設定に書けません: ${left.join(' ')}。許可する範囲を spf.ip4 に書くか、省いてください。`,
    });
  if (others.length > 0 && isDomain) {
    const setting = `domainTxt: ${JSON.stringify([...domainTxt, ...others])}`;
    steps.push({ en: `Set ${setting}.`, ja: `${setting} としてください。` });
  } else if (others.length > 0)
    steps.push({
      en: `Move ${others.join(' | ')} elsewhere: Kitte keeps other values at the domain alone.`,
      ja: `${others.join(' | ')} を別の名前に移してください。Kitte がほかの値を残せるのはドメイン自体だけです。`,
    });
  steps.push({
    en: 'Then delete the set right before the deploy.',
    ja: 'そのうえで、デプロイの直前にレコードセットを削除してください。',
  });
  return joined(steps, SPACE);
}

/** Presentation format to the value: strings joined, quotes and Route 53's octal escapes gone. */
function unquoted(value: string): string {
  const strings = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
  return (strings.length > 0 ? strings.join('') : value)
    .replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    .replace(/\\(.)/g, '$1');
}

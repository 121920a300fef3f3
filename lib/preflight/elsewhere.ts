import { unquoted } from '../checks/dkim';
import { type Finding, fail, pass, warn } from '../checks/check';
import { nearestServers } from '../checks/nearest-servers';
import { LookupError } from '../checks/probe';
import { COMMA, joined, listed, NOTHING, type Said } from '../checks/words';
import type { Environment } from '../config/environment';
import { dkimPublicParameter, namesOf } from '../config/names';
import { listing } from '../dns/listing';
import type { DnsRecord } from '../dns/record';
import { isOfHost } from '../dns/records';
import type { Given } from './given';

const SERVERS: Said = { en: 'name servers that answer for it', ja: '応答するネームサーバー' };

/** A domain may lie in a zone of a name above it. */
export async function elsewhereServers({
  environment: {
    hostedZone: { name },
  },
  lookup,
}: Given): Promise<Finding> {
  const found = await nearestServers(name, lookup);
  if (found !== undefined) return pass(listed(found.servers), SERVERS);
  return fail(NOTHING, SERVERS, {
    en: `Nobody answers for ${name}: register it, or set its name servers at the registrar. hostedZone is 'elsewhere', and the deploy makes no zone.`,
    ja: `${name} に応答するサーバーがありません。ドメインを登録するか、レジストラでネームサーバーを設定してください。hostedZone が 'elsewhere' なので、デプロイはゾーンを作りません。`,
  });
}

/** What a person has entered already of what the domain needs: only key and SPF record are waited for. */
export async function entered(given: Given): Promise<Finding> {
  const { environment, account, lookup } = given;
  const { domain } = environment;
  const wanted = (await known(environment, account)).filter(({ record }) => !isOfHost(record));
  const missing: string[] = [];
  for (const { record, isKnown } of wanted)
    if (!(await shows(record, isKnown, lookup))) missing.push(`${record.name} ${record.type}`);
  const expected: Said = {
    en: `${String(wanted.length)} record sets at its name servers`,
    ja: `ネームサーバーにレコードセット ${String(wanted.length)} 個`,
  };
  if (missing.length === 0) return pass({ en: 'all entered', ja: 'すべて入力済み' }, expected);
  return warn(joined([{ en: 'not yet', ja: 'まだありません' }, missing.join(', ')], COMMA), expected, {
    en: `Enter at the DNS of ${domain} what kitte zone --domain ${domain} prints; after the first deploy it prints the keys too. Until its name servers show key and SPF record, mail from ${domain} is answered 451 4.7.0; other domains go on.`,
    ja: `kitte zone --domain ${domain} が表示するレコードを ${domain} の DNS に入力してください。鍵は最初のデプロイの後に表示されます。ネームサーバーに鍵と SPF レコードが現れるまで、${domain} からのメールには 451 4.7.0 を返します。ほかのドメインには影響しません。`,
  });
}

/** With address and keys, once a deploy has made them. */
async function known(environment: Environment, account: Given['account']) {
  const foundation = await account.foundation();
  const address = foundation.ok ? foundation.value['ElasticIp'] : undefined;
  const keys = await Promise.all(
    environment.dkim.selectors.map(async (selector) => {
      const name = dkimPublicParameter(namesOf(environment.name), environment.domain, selector);
      const key = await account.parameter(name);
      return key.ok ? ([[selector, key.value]] as const) : [];
    }),
  );
  const facts = { ...(address === undefined ? {} : { address }), dkim: Object.fromEntries(keys.flat()) };
  return listing(environment, facts).map(({ record, missing }) => ({
    record,
    isKnown: missing === undefined,
  }));
}

/** Of TXT other values may stand beside; of a value that is not known yet any will do. */
async function shows(record: DnsRecord, isKnown: boolean, lookup: Given['lookup']): Promise<boolean> {
  const { name, type } = record;
  if (type === 'NS') return true;
  try {
    const seen = (await lookup(name, type)).map(plain);
    if (!isKnown)
      return seen.some(
        (value) => type !== 'TXT' || name.includes('._domainkey.') || /^v=spf1( |$)/i.test(value),
      );
    const wanted = record.values.map((value) => plain(type === 'TXT' ? unquoted(value) : value));
    return wanted.every((value) => seen.includes(value));
  } catch (error) {
    if (error instanceof LookupError) return false;
    throw error;
  }
}

const plain = (value: string) => value.replace(/\.$/, '').replace(/\s+/g, ' ').trim();

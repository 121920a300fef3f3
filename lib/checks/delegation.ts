import { fail, type Finding, judge, type Check } from './check';
import { nearestServers } from './nearest-servers';
import type { Lookup } from './probe';
import { listed, NOTHING } from './words';

/** Nobody says there where the zone begins: at the domain, or at a name above. */
async function elsewhere(domain: string, lookup: Lookup): Promise<Finding> {
  const found = await nearestServers(domain, lookup);
  return judge(
    found !== undefined,
    found === undefined ? NOTHING : listed(found.servers),
    { en: 'name servers', ja: 'ネームサーバー' },
    {
      en: `Set name servers for ${domain} at its registrar; hostedZone is 'elsewhere', and no deploy makes a zone.`,
      ja: `レジストラで ${domain} のネームサーバーを設定してください。hostedZone が 'elsewhere' なので、デプロイはゾーンを作りません。`,
    },
  );
}

export const delegation: Check = {
  id: 'delegation',
  of: 'zone',
  subject: ({ environment }) => ({
    en: `name servers of ${environment.hostedZone.name}`,
    ja: `${environment.hostedZone.name} のネームサーバー`,
  }),
  why: {
    en: 'Until the parent zone names the name servers, no record of the zone can be found.',
    ja: '親ゾーンがネームサーバーを示すまで、このゾーンのレコードは誰にも見つかりません。',
  },
  needs: ['dnssec'],
  async look({ environment, facts, lookup }) {
    const zone = environment.hostedZone.name;
    if (environment.hostedZone.kind === 'elsewhere') return elsewhere(zone, lookup);
    const seen = [...(await lookup(zone, 'NS'))].sort();
    const next = {
      en: `Set the hosted zone's name servers at the registrar or in the parent zone of ${zone}.`,
      ja: `レジストラまたは ${zone} の親ゾーンに、ホストゾーンのネームサーバーを設定してください。`,
    };
    if (seen.length === 0) return fail(NOTHING, { en: 'name servers', ja: 'ネームサーバー' }, next);
    const wanted = facts.nameServers.value;
    if (wanted === undefined)
      return judge(true, listed(seen), { en: 'name servers', ja: 'ネームサーバー' }, next);
    const same = [...wanted].sort().join().toLowerCase() === seen.join().toLowerCase();
    return judge(same, listed(seen), listed(wanted), next);
  },
};

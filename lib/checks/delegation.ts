import { fail, judge, type Check } from './check';
import { listed, NOTHING } from './words';

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

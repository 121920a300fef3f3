import { fail, judge, listed, type Check } from './check';

export const delegation: Check = {
  id: 'delegation',
  subject: ({ environment }) => `name servers of ${environment.hostedZone.name}`,
  why: 'Until the parent zone names the name servers, no record of the zone can be found.',
  async look({ environment, facts, lookup }) {
    const zone = environment.hostedZone.name;
    const seen = [...(await lookup(zone, 'NS'))].sort();
    const next = `Set the hosted zone's name servers at the registrar or in the parent zone of ${zone}.`;
    if (seen.length === 0) return fail('nothing', 'name servers', next);
    const wanted = facts.nameServers.value;
    if (wanted === undefined) return judge(true, listed(seen), 'name servers', next);
    const same = listed([...wanted].sort()).toLowerCase() === listed(seen).toLowerCase();
    return judge(same, listed(seen), listed(wanted), next);
  },
};

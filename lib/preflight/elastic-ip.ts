import { fail, pass, type Check, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import type { Given, Site } from './given';
import { inOnePlace } from './place';
import { notTold, told } from './untold';

/**
 * The quota is one of a region.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
 */
export const elasticIp: Check<Given> = {
  id: 'elastic-ip',
  needs: ['account'],
  subject: () => ({ en: 'Elastic IP addresses', ja: 'Elastic IP アドレス' }),
  why: {
    en: 'Mail comes from an Elastic IP of its own, and the deploy fails if there may be no more.',
    ja: 'メールは専用の Elastic IP から送ります。上限に達していると、デプロイが失敗します。',
  },
  async look(given) {
    const { account } = given;
    const expected = { en: 'as many free as are wanted', ja: '必要な数だけ空いていること' };
    const addresses = await account.elasticIps();
    if (!addresses.ok) return notTold(addresses, expected);
    const own = await held(given, addresses.value);
    if (own !== undefined)
      return pass({ en: `${own} is there: none is needed`, ja: `${own} を確保済み` }, expected);
    const wanting = await without(await inOnePlace(given), addresses.value);
    return told(await account.elasticIpQuota(), expected, (quota) =>
      judged(addresses.value.length, quota, wanting, expected),
    );
  },
};

function judged(used: number, quota: number, wanting: readonly string[], expected: Said): Finding {
  const free = Math.max(0, quota - used);
  const wanted = wanting.length;
  const seen = {
    en: `${String(used)} of ${String(quota)} in use, ${String(free)} free; ${String(wanted)} wanted, for ${wanting.join(', ')}`,
    ja: `${String(quota)} 個中 ${String(used)} 個を使用中、空き ${String(free)} 個。必要 ${String(wanted)} 個 (${wanting.join(', ')})`,
  };
  if (wanted <= free) return pass(seen, expected);
  const short = wanted - free;
  return fail(seen, expected, {
    en: `Release ${short === 1 ? 'one' : String(short)} that nothing uses, or ask for more: Service Quotas, Amazon EC2, EC2-VPC Elastic IPs (L-0263D0A3).`,
    ja: `使っていないものを ${String(short)} 個解放するか、Service Quotas の Amazon EC2「EC2-VPC Elastic IPs」(L-0263D0A3) で引き上げを申請してください。`,
  });
}

/** The address that the environment's stack has, unless somebody has released it. */
async function held({ account }: Site, addresses: readonly string[]): Promise<string | undefined> {
  const foundation = await account.foundation();
  const address = foundation.ok ? foundation.value['ElasticIp'] : undefined;
  return address !== undefined && addresses.includes(address) ? address : undefined;
}

/** The names of those that have no address yet. */
async function without(sites: readonly Site[], addresses: readonly string[]): Promise<readonly string[]> {
  const names = await Promise.all(
    sites.map(async (site) => ((await held(site, addresses)) === undefined ? [site.environment.name] : [])),
  );
  return names.flat();
}

import { fail, pass, type Check } from '../checks/check';
import type { Given } from './given';
import { notTold, told } from './untold';

/**
 * The quota is one of a region.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
 */
export const elasticIp: Check<Given> = {
  id: 'elastic-ip',
  subject: () => ({ en: 'Elastic IP addresses', ja: 'Elastic IP アドレス' }),
  why: {
    en: 'Mail comes from an Elastic IP of its own, and the deploy fails if there may be no more.',
    ja: 'メールは専用の Elastic IP から送ります。上限に達していると、デプロイが失敗します。',
  },
  async look({ account }) {
    const expected = { en: 'room for one more', ja: 'あと 1 つ確保できること' };
    const addresses = await account.elasticIps();
    if (!addresses.ok) return notTold(addresses, expected);
    const foundation = await account.foundation();
    const own = foundation.ok ? foundation.value['ElasticIp'] : undefined;
    if (own !== undefined && addresses.value.includes(own))
      return pass({ en: `${own} is there: none is needed`, ja: `${own} を確保済み` }, expected);
    return told(await account.elasticIpQuota(), expected, (quota) => {
      const count = addresses.value.length;
      const seen = {
        en: `${String(count)} of ${String(quota)} in use`,
        ja: `${String(quota)} 個中 ${String(count)} 個を使用中`,
      };
      if (count < quota) return pass(seen, expected);
      return fail(seen, expected, {
        en: 'Release one that nothing uses, or ask for more: Service Quotas, Amazon EC2, EC2-VPC Elastic IPs (L-0263D0A3).',
        ja: '使っていないものを解放するか、Service Quotas の Amazon EC2「EC2-VPC Elastic IPs」(L-0263D0A3) で引き上げを申請してください。',
      });
    });
  },
};

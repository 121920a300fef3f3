import { externalReports } from '../dns/external-reports';
import { pass, warn, type Check } from './check';
import { listed } from './words';

export const reportConsent: Check = {
  id: 'dmarc-reports',
  of: 'domain',
  subject: () => ({ en: 'consent to DMARC reports abroad', ja: '外部宛て DMARC レポートの承認' }),
  why: {
    en: 'Receivers send reports to a foreign domain only where that domain agrees (RFC 9990).',
    ja: '受信側は、外部ドメインの承認レコードがなければ、そこへレポートを送りません (RFC 9990)。',
  },
  needs: ['dmarc-record'],
  async look({ environment, lookup }) {
    const abroad = externalReports(environment);
    const expected = { en: 'v=DMARC1 at each foreign domain', ja: '各外部ドメインに v=DMARC1' };
    if (abroad.length === 0)
      return pass({ en: 'no report goes abroad', ja: '外部に送るレポートはありません' }, expected);
    return Promise.all(
      abroad.map(async ({ uri, name }) => {
        const values = await lookup(name, 'TXT');
        const good = values.some((value) => /^v=DMARC1(?:\s*;|\s*$)/i.test(value));
        const next = {
          en: `Ask who runs that domain to publish the TXT record ${name} with the value "v=DMARC1", or take ${uri} out of dmarc in the config.`,
          ja: `そのドメインの管理者に、TXT レコード ${name} を値 "v=DMARC1" で公開するよう依頼するか、設定の dmarc から ${uri} を外してください。`,
        };
        return {
          ...(good ? pass(listed(values), expected) : warn(listed(values), expected, next)),
          subject: name,
        };
      }),
    );
  },
};

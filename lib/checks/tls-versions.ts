import { judge, type Check } from './check';
import type { TlsVersion } from './probe';

const OLD: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1'];
const NEW: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

export const tlsVersions: Check = {
  id: 'tls-versions',
  subject: () => ({ en: 'TLS versions', ja: 'TLS のバージョン' }),
  why: {
    en: 'TLS 1.0 and 1.1 are broken and forbidden (RFC 8996); 1.2 and 1.3 must both work.',
    ja: 'TLS 1.0 と 1.1 は破られており、禁止されています (RFC 8996)。1.2 と 1.3 の両方が使える必要があります。',
  },
  needs: ['implicit-tls'],
  async look({ smtp }) {
    const takes = async (only: TlsVersion) =>
      (await smtp({ port: 465, tls: 'implicit', only })).tls === undefined ? [] : [only];
    const [old, good] = await Promise.all([Promise.all(OLD.map(takes)), Promise.all(NEW.map(takes))]);
    const seen = [...old, ...good].flat();
    return judge(seen.join() === NEW.join(), seen.join(', ') || { en: 'none', ja: 'なし' }, NEW.join(', '), {
      en: 'On the machine: postconf -e "smtpd_tls_protocols=>=TLSv1.2" "smtpd_tls_mandatory_protocols=>=TLSv1.2"; postfix reload. Then see postconf -Mf for what overrides it.',
      ja: 'マシン上で次を実行してください。 postconf -e "smtpd_tls_protocols=>=TLSv1.2" "smtpd_tls_mandatory_protocols=>=TLSv1.2"; postfix reload （次に postconf -Mf で、これを上書きする設定がないか確認してください。）',
    });
  },
};

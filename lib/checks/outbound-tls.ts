import { judge } from './check';
import { onMachine } from './on-machine';
import type { Said } from './words';

const EXPECTED: Said = { en: 'TLS wherever the receiver offers it', ja: '受信側が対応していれば TLS' };

/** `may` and what is stricter: https://www.postfix.org/postconf.5.html#smtp_tls_security_level */
const GOOD = ['may', 'encrypt', 'dane', 'dane-only', 'fingerprint', 'verify', 'secure'];

export const outboundTls = onMachine(
  {
    id: 'outbound-tls',
    why: {
      en: 'Gmail takes mail over TLS alone, and everybody else reads along where there is none.',
      ja: 'Gmail は TLS での送信を求めます。TLS がなければ、経路上の誰でも読めます。',
    },
    subject: { en: 'TLS to receivers', ja: '受信側への TLS' },
    expected: EXPECTED,
    // Of the last thousand lines to be quick; without an address or a name in what comes back.
    command: () =>
      "postconf -h smtp_tls_security_level; journalctl -u 'postfix*' -n 1000 -o cat | grep -cE 'TLS connection established to .*:25: TLS' || true",
  },
  (output) => {
    const [level = '', count = '0'] = output.split('\n');
    const seen = {
      en: `smtp_tls_security_level = ${level || '(empty)'}, ${count} deliveries over TLS in the log's end`,
      ja: `smtp_tls_security_level = ${level || '（空）'}、ログの末尾に TLS での配送 ${count} 件`,
    };
    return judge(GOOD.includes(level), seen, EXPECTED, {
      en: 'On the machine: postconf -e smtp_tls_security_level=dane; postfix reload. Then see who changed it: a deploy writes it so.',
      ja: 'マシン上で次を実行してください。 postconf -e smtp_tls_security_level=dane; postfix reload （デプロイが書く値です。誰が変えたのかを確認してください。）',
    });
  },
);

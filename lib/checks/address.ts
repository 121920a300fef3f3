import { type Check, fail, type Finding, judge, pass, putBack, skip, warn } from './check';
import type { Facts } from './inquiry';
import type { Lookup } from './probe';
import { listed, NOTHING } from './words';

export const address: Check = {
  id: 'address',
  subject: ({ environment }) => `A ${environment.hostName}`,
  why: {
    en: 'The name that clients and receivers look up must lead to this server and no other.',
    ja: 'クライアントと受信側が引くこの名前は、このサーバーだけを指している必要があります。',
  },
  needs: ['delegation'],
  look({ environment: { hostName, hosts = [hostName] }, facts, lookup }) {
    const each = hosts.map(async (host) => ({
      ...(await ofHost(host, facts, lookup)),
      subject: `A ${host}`,
    }));
    return Promise.all(each);
  },
};

async function ofHost(hostName: string, facts: Facts, lookup: Lookup): Promise<Finding> {
  const seen = await lookup(hostName, 'A');
  const next = putBack({ en: `the A record of ${hostName}`, ja: `${hostName} の A レコード` });
  if (facts.address.value !== undefined)
    return judge(seen.join() === facts.address.value, listed(seen), facts.address.value, next);
  if (seen.length === 1) return pass(listed(seen), { en: 'one address', ja: 'アドレス 1 つ' });
  return fail(listed(seen), { en: 'one address', ja: 'アドレス 1 つ' }, next);
}

export const addressV6: Check = {
  id: 'address-v6',
  subject: ({ environment }) => `AAAA ${environment.hostName}`,
  why: {
    en: 'EC2 sets no reverse name for IPv6, so Kitte sends and listens on IPv4 alone.',
    ja: 'EC2 は IPv6 の逆引きを設定できないため、Kitte は IPv4 だけで送信し、待ち受けます。',
  },
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const seen = await lookup(environment.hostName, 'AAAA');
    if (seen.length === 0) return pass(NOTHING, NOTHING);
    return warn(listed(seen), NOTHING, {
      en: `Delete the AAAA record of ${environment.hostName}: nothing answers there.`,
      ja: `${environment.hostName} の AAAA レコードを削除してください。そのアドレスでは何も応答しません。`,
    });
  },
};

export const reverseName: Check = {
  id: 'reverse-name',
  subject: () => ({ en: 'PTR of the address', ja: 'アドレスの PTR（逆引き）' }),
  why: {
    en: 'Gmail, Microsoft and many others refuse mail from an address without its own reverse name.',
    ja: 'Gmail や Microsoft をはじめ多くの受信側は、固有の逆引きがないアドレスからのメールを拒否します。',
  },
  async look(inquiry) {
    const { environment, lookup } = inquiry;
    const ip = await inquiry.address();
    const { hostName, reverseName: name = hostName } = environment;
    if (ip === undefined)
      return skip({ en: 'no address is known', ja: 'アドレスがわかりません' }, name, {
        en: 'Give --address, or mend the A record.',
        ja: '--address を指定するか、A レコードを直してください。',
      });
    const seen = await lookup(reverseOf(ip), 'PTR');
    const next = {
      en: `Set it: aws ec2 modify-address-attribute --allocation-id ID --domain-name ${name} (the deploy does, for a created zone once hostedZone.delegated is true).`,
      ja: `次のコマンドで設定してください。 aws ec2 modify-address-attribute --allocation-id ID --domain-name ${name} （Kitte が作ったゾーンでは、hostedZone.delegated を true にすればデプロイが設定します。）`,
    };
    return judge(seen.length === 1 && same(seen[0], name), listed(seen), name, next);
  },
};

/** Forward-confirmed reverse DNS: some name of the address leads back to it (RFC 8601 section 2.7.3). */
export const forwardConfirmed: Check = {
  id: 'forward-confirmed',
  subject: () => ({ en: 'the reverse name leads back', ja: '逆引きの名前が元のアドレスに戻る (FCrDNS)' }),
  why: {
    en: 'A reverse name that does not lead back to the address is taken for a forgery.',
    ja: '元のアドレスに戻らない逆引きは、詐称とみなされます。',
  },
  needs: ['address', 'reverse-name'],
  async look(inquiry) {
    const ip = await inquiry.address();
    if (ip === undefined)
      return skip(
        { en: 'no address is known', ja: 'アドレスがわかりません' },
        { en: 'the address', ja: '元のアドレス' },
        { en: 'Give --address.', ja: '--address を指定してください。' },
      );
    const names = await inquiry.lookup(reverseOf(ip), 'PTR');
    const back = (await Promise.all(names.map((name) => inquiry.lookup(name, 'A')))).flat();
    return judge(back.includes(ip), listed(back), ip, {
      en: 'Give the reverse name an A record with the address.',
      ja: '逆引きの名前に、このアドレスの A レコードを追加してください。',
    });
  },
};

export function reverseOf(ip: string): string {
  return `${backwards(ip)}.in-addr.arpa`;
}

export function backwards(ip: string): string {
  return ip.split('.').reverse().join('.');
}

const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();

import { type Check, fail, type Finding, judge, pass, putBack } from './check';
import type { Inquiry } from './inquiry';
import { isHost, takerOf, type Taker } from './taker';
import { joined, listed, type Said, SPACE } from './words';

/** What a receiver that looks for the sender's domain wants of it (Postfix's reject_unknown_sender_domain). */
export const ANSWERABLE: Said = { en: 'an MX, or an address', ja: 'MX またはアドレス' };

/** The envelope domain first: what is returned goes there. The From domain is looked for by receivers all the same. */
export const mx: Check = {
  id: 'mx',
  of: 'domain',
  subject: ({ environment }) => `MX ${environment.envelopeDomain}`,
  why: {
    en: 'Receivers refuse a sender whose domain has neither MX nor address, and what is returned to it is lost.',
    ja: 'MX もアドレスもないドメインの送信者を受信側は拒否し、そこへ返されたメールは失われます。',
  },
  needs: ['delegation'],
  async look(inquiry) {
    const { envelopeDomain, domain } = inquiry.environment;
    const names = [...new Set([envelopeDomain, domain])];
    return Promise.all(
      names.map(async (name) => ({ ...(await looked(inquiry, name)), subject: `MX ${name}` })),
    );
  },
};

async function looked({ environment, lookup }: Inquiry, name: string): Promise<Finding> {
  const { served, exchangers, domain, hostName } = environment;
  const wanted = served.includes(name)
    ? [`10 ${hostName}`]
    : name === domain && exchangers !== undefined
      ? exchangers
      : undefined;
  if (wanted === undefined) return foreign(name, hostName, lookup);
  const seen = await lookup(name, 'MX');
  const same = [...seen].sort().join().toLowerCase() === [...wanted].sort().join();
  return judge(same, listed(seen), listed(wanted), putBackAlone(environment));
}

const putBackAlone = ({ hostedZone }: Inquiry['environment']) =>
  joined(
    [
      putBack({ en: 'the MX record', ja: 'MX レコード' }, hostedZone),
      { en: 'Delete any other.', ja: 'ほかの MX は削除してください。' },
    ],
    SPACE,
  );

/** A domain whose mail others take: it is theirs to say who, as long as somebody does. */
async function foreign(name: string, hostName: string, lookup: Inquiry['lookup']): Promise<Finding> {
  const taker = await takerOf(name, lookup);
  if (taker.kind === 'exchangers' && taker.values.some((value) => isHost(value, hostName)))
    return fail(listed(taker.values), ANSWERABLE, {
      en: `It names this server, which takes no mail for ${name}: set mx: true in the config, or delete that record.`,
      ja: `このサーバーを指していますが、${name} のメールは受け取りません。設定を mx: true にするか、そのレコードを削除してください。`,
    });
  return answeredBy(name, taker);
}

/** What it means for a sending domain that this one takes its mail. */
export function answeredBy(name: string, taker: Taker): Finding {
  switch (taker.kind) {
    case 'exchangers':
      return pass(others(taker.values), ANSWERABLE);
    case 'addresses':
      return pass(byAddress(taker.values), ANSWERABLE);
    case 'null':
      return fail('0 .', ANSWERABLE, withoutNull(name));
    case 'none':
      return fail(NEITHER, ANSWERABLE, named(name));
  }
}

export const NEITHER: Said = { en: 'neither MX nor address', ja: 'MX もアドレスもありません' };

function others(values: readonly string[]): Said {
  return {
    en: `${values.join(', ')}: others take its mail`,
    ja: `${values.join(', ')}（別のサーバーが受け取ります）`,
  };
}

function byAddress(values: readonly string[]): Said {
  return {
    en: `no MX; its mail goes to ${values.join(', ')} (RFC 5321 section 5.1)`,
    ja: `MX はなく、メールは ${values.join(', ')} に届きます (RFC 5321 5.1)`,
  };
}

function withoutNull(name: string): Said {
  return {
    en: `It says that ${name} takes no mail (RFC 7505), and receivers refuse mail from such a domain: delete it, and publish the MX of whoever takes its mail, or set mx: true.`,
    ja: `${name} はメールを受け取らないという宣言で (RFC 7505)、受信側はそこからのメールを拒否します。これを削除し、受け取るサーバーの MX を公開するか、mx: true としてください。`,
  };
}

export function named(name: string): Said {
  return {
    en: `Set mx: true in the config and deploy, so that this server takes the mail of ${name}; or publish the MX of whoever takes it.`,
    ja: `このサーバーが ${name} のメールを受け取るよう、設定を mx: true にしてデプロイするか、受け取るサーバーの MX を公開してください。`,
  };
}

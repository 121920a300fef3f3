import { fail, type Check, type Finding, pass, skip } from '../checks/check';
import { choices, listedElsewhere, movingOf, unsaid } from '../checks/moving';
import { ANSWERABLE, answeredBy, named, NEITHER } from '../checks/mx';
import { LookupError } from '../checks/probe';
import { takerOf } from '../checks/taker';
import type { Words } from '../checks/words';
import type { Environment } from '../config/environment';
import { records } from '../dns/records';
import type { Given } from './given';

/** Whether somebody takes the mail of both names once the deploy is done, and nobody's is taken away by it. */
export const mx: Check<Given> = {
  id: 'mx',
  of: 'domain',
  subject: ({ environment }) => `MX ${environment.domain}`,
  why: {
    en: 'Receivers refuse a sender whose domain has neither MX nor address; and an MX that exists is never written over.',
    ja: 'MX もアドレスもないドメインの送信者を受信側は拒否します。また、既存の MX を上書きすることはありません。',
  },
  needs: ['delegation'],
  async look(given) {
    const { environment } = given;
    const { domain, envelopeDomain } = environment;
    const moving = await leaving(given);
    if (moving.length > 0) return moving;
    const names = [...new Set([domain, envelopeDomain])];
    return Promise.all(
      names.map(async (name) => ({ ...(await answerable(given, name)), subject: `MX ${name}` })),
    );
  },
};

/** A zone that moves: its MX of today is not in the new one, and nobody has said what becomes of it. */
async function leaving({ environment, lookup }: Given): Promise<Finding[]> {
  const { domain, hostName, hostedZone } = environment;
  const { elsewhere, unanswered } = await movingOf(unsaid(environment), hostName, lookup);
  const which = choices(elsewhere, domain);
  if (elsewhere.length > 0)
    return [
      fail(listedElsewhere(elsewhere), NOBODYS, {
        en: `The zone ${hostedZone.name} moves, and this server would take that mail. Say which is right: ${which.en}.`,
        ja: `ゾーン ${hostedZone.name} が移ると、このメールはこのサーバーに届くことになります。どちらにするかを設定に書いてください: ${which.ja}。`,
      }),
    ];
  return unanswered.map(({ words }) =>
    skip(words, NOBODYS, {
      en: 'See for yourself whether the domain has mail elsewhere, and say so in mx; or try another resolver.',
      ja: 'ドメインのメールを別のサーバーが受け取っていないか確認し、mx に書いてください。別のリゾルバも試せます。',
    }),
  );
}

const NOBODYS = {
  en: 'no MX of others, or mx in the config',
  ja: '他者の MX がないこと、または設定に mx があること',
};

async function answerable({ environment, lookup }: Given, name: string): Promise<Finding> {
  const planned = plannedFor(environment, name);
  if (planned !== undefined) return pass(planned, ANSWERABLE);
  // What the world sees of a zone that is not there yet is another zone.
  if (environment.hostedZone.kind === 'created' && !environment.hostedZone.delegated)
    return fail(NEITHER, ANSWERABLE, named(name));
  try {
    return answeredBy(name, await takerOf(name, lookup));
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    return skip(error.words, ANSWERABLE, {
      en: 'Try again, with another resolver if it stays: --resolver 1.1.1.1.',
      ja: 'もう一度試してください。続くなら別のリゾルバを指定してください: --resolver 1.1.1.1。',
    });
  }
}

/** What the deploy itself publishes at the name: an MX, or the host's own address. */
function plannedFor(environment: Environment, name: string): Words | undefined {
  const dkim = Object.fromEntries(environment.dkim.selectors.map((selector) => [selector, '""']));
  const own = records(environment, { address: '', dkim }).filter((record) => record.name === name);
  const exchangers = own.find(({ type }) => type === 'MX')?.values.map((value) => value.replace(/\.$/, ''));
  if (exchangers !== undefined)
    return {
      en: `${exchangers.join(', ')}, by this config`,
      ja: `${exchangers.join(', ')}（この設定による）`,
    };
  return own.some(({ type }) => type === 'A')
    ? { en: "no MX; the server's own address", ja: 'MX なし。サーバー自身のアドレス' }
    : undefined;
}

import { domainsOf, loginsOf } from '../../../../../lib/config/domains';
import { parseConfig } from '../../../../../lib/config/parse';
import type { deliver, Sender } from '../../../../../lib/rehearsal/judge/delivery';
import { deployed, type Deployed, ZONE_ID } from '../../../deployed';

/** One server that sends for two domains, each with logins, keys and roles of its own, and gets others while it works. */
const first = { hostedZone: { id: ZONE_ID }, users: [{ login: 'shop' }], mx: true };
const second = {
  hostedZone: { id: 'Z0987654321ABCDEFGHIJ' },
  envelopeDomain: 'bounce.example.org',
  users: [{ login: 'news', senders: ['news@example.org'] }],
};
export const third = { hostedZone: { id: 'Z00THIRDTHIRDTHIRD00' }, users: [{ login: 'third' }] };
export const two = { domains: { 'example.com': first, 'example.org': second } };
export const three = { domains: { ...two.domains, 'example.edu': third } };

export const server = (more: { readonly asLeft?: boolean } = {}): Deployed =>
  deployed(two, { judged: true, ...more });

/** The login of one domain, as the config of now has it. */
export function senderAt(at: Deployed, config: object, domain: string): Sender {
  const [environment] = parseConfig(config);
  if (environment === undefined) throw new Error('The config has no environment.');
  const seen = domainsOf(environment).find((each) => each.domain === domain);
  const login = loginsOf(environment).find((each) => each.domain === domain);
  if (seen === undefined || login === undefined) throw new Error(`${domain} has no login.`);
  const secret = at.rehearsal.stand.account.readSecret('kitte/prod/users') ?? '{}';
  return {
    ...{ environment: seen, address: at.rehearsal.address(), login: login.login },
    password: (JSON.parse(secret) as Record<string, string>)[login.login] ?? '',
    from: (login.senders[0] ?? '').replace(/^@/, 'hello@'),
  };
}

export const failed = ({ verdicts }: Awaited<ReturnType<typeof deliver>>) =>
  verdicts.filter(({ pass }) => !pass);

import { type Check, judge, putBack } from './check';
import { listed } from './words';

const SERVICES = [
  { service: '_submissions', port: 465 },
  { service: '_submission', port: 587 },
] as const;

export const srv: Check = {
  id: 'srv',
  of: 'domain',
  subject: ({ environment }) => ({ en: `SRV of ${environment.domain}`, ja: `${environment.domain} の SRV` }),
  why: {
    en: 'Mail clients find the server by themselves (RFC 6186, RFC 8314).',
    ja: 'メールクライアントがサーバーを自動で見つけられます (RFC 6186, RFC 8314)。',
  },
  needs: ['delegation'],
  look: ({ environment, lookup }) =>
    Promise.all(
      SERVICES.map(async ({ service, port }) => {
        const name = `${service}._tcp.${environment.domain}`;
        const seen = await lookup(name, 'SRV');
        const wanted = ` ${String(port)} ${environment.hostName}`;
        const good = seen.length === 1 && seen[0]?.endsWith(wanted) === true;
        const next = putBack(name, environment.hostedZone);
        return {
          ...judge(good, listed(seen), { en: `port${wanted}`, ja: `ポート${wanted}` }, next),
          subject: `SRV ${name}`,
        };
      }),
    ),
};

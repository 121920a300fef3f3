import { Route53Client } from '@aws-sdk/client-route-53';

import type { Clients } from './clients';
import { sessionOf } from './role-session';
import { lacking, told, type Told } from './told';

/** Asks for a zone of this account, or of another one by the role that the config names: the person's credentials must be let. */
export async function zoneClient(
  { route53, sts }: Pick<Clients, 'route53' | 'sts'>,
  role: string | undefined,
): Promise<Told<Route53Client>> {
  if (role === undefined) return { ok: true, value: route53 };
  const session = await told('sts:AssumeRole', () => sessionOf(sts, role, 'kitte-look'));
  if (session.ok) {
    const region = await route53.config.region();
    return { ok: true, value: new Route53Client({ region, credentials: session.value }) };
  }
  if (session.because !== 'denied') return session;
  return lacking(
    'denied',
    'sts:AssumeRole',
    {
      en: `these credentials may not assume ${role}; the deploy assumes it by a role of its own`,
      ja: `この認証情報では ${role} を引き受けられません（デプロイは専用のロールで引き受けます）`,
    },
    {
      en: 'Let the role trust you too, and look again, to have its zone looked at; the deploy itself does not need that (docs/zones.md).',
      ja: 'このゾーンも確認するには、ロールの信頼ポリシーで自分にも許可し、もう一度確認してください。デプロイには不要です（docs/zones.md）。',
    },
  );
}

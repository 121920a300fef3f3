import { fail, pass, warn, type Check, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import { keyOf, kept } from '../config/former';
import type { Environment, Former } from '../config/environment';
import { movingFrom } from '../config/host-names';
import { namesOf } from '../config/names';
import { breaks, type Deployed } from '../config/succession';
import { deployedIn, readSettings, settingsHash } from '../contract/settings';
import { valueOf } from '../contract/reading';
import { dryIn, heldIn, readReport } from '../contract/report';
import { wholeSettings } from '../deployed/settings';
import type { Given } from './given';
import { notTold } from './untold';

const EXPECTED: Said = {
  en: 'names that waiting mail does not miss',
  ja: '待っているメールの名前が失われないこと',
};

/** What the deploy asks before it changes anything; and which names of before have served their time. */
export const names: Check<Given> = {
  id: 'names',
  needs: ['account'],
  subject: () => ({ en: 'names of the server', ja: 'サーバーの名前' }),
  why: {
    en: 'Mail that waits in the queue is signed for the names of before; without their records it arrives as a stranger.',
    ja: 'キューで待つメールは以前の名前で署名されています。そのレコードがなくなると、認証されずに届きます。',
  },
  async look({ environment, account }) {
    const names = namesOf(environment.name);
    const [document, report] = await Promise.all([
      account.parameter(names.settings),
      account.parameter(names.status),
    ]);
    if (!document.ok && document.because !== 'absent') return notTold(document, EXPECTED);
    const settings = readSettings(document.ok ? document.value : '{}');
    if (settings.kind === 'newer') return warn(settings.words, EXPECTED, settings.remedy);
    const whole = document.ok ? await wholeSettings(account.parameter, document.value) : document;
    if (document.ok && !whole.ok) return notTold(whole, EXPECTED);
    const deployed = whole.ok ? deployedIn(whole.value) : undefined;
    if (!document.ok || deployed === undefined)
      return pass({ en: 'nothing is deployed yet', ja: 'まだデプロイされていません' }, EXPECTED);
    const told = report.ok ? valueOf(readReport(report.value)) : undefined;
    const dry = report.ok ? dryIn(told ?? { former: '' }) : undefined;
    const isOfThese = told?.settings === settingsHash(document.value);
    const before = isOfThese ? heldIn(told, deployed) : deployed;
    const problems = breaks(before, environment, dry);
    const step = stepOf(environment);
    if (problems.length > 0) return problems.map(({ what, remedy }) => fail(what, EXPECTED, remedy));
    const open = kept(environment);
    if (open.length === 0) return pass(asDeployed(before), EXPECTED);
    return open.map((former): Finding =>
      former.moving === undefined || step === undefined
        ? waiting(former, dry?.has(keyOf(former)) === true, environment)
        : { ...pass(step, EXPECTED), subject: keyOf(former) },
    );
  },
};

/** Where a rename of the host stands, by the config. */
function stepOf(environment: Environment): Said | undefined {
  const { hostName, moving } = movingFrom(environment) ?? {};
  if (moving === undefined) return undefined;
  const [en, ja] = moving.reversed
    ? ['has the reverse name', '逆引きまで設定済みです']
    : ['gets address and certificate', 'アドレスと証明書を用意しています'];
  return {
    en: `${environment.hostName} ${en}, and ${String(hostName)} is in force: kitte rename takes the next step`,
    ja: `${environment.hostName} は${ja}。稼働中の名前は ${String(hostName)} です。次の手順は kitte rename が進めます`,
  };
}

function asDeployed({ domain, envelopeDomain, active }: Deployed): Said {
  const list = [...new Set([domain, envelopeDomain])].join(', ');
  return { en: `${list}, signed with ${active}`, ja: `${list}（${active} で署名）` };
}

function overBy(former: Former, { hostedZone }: Environment): Said {
  const { domain, envelopeDomain, selectors } = former;
  if ((former.hostedZone ?? hostedZone).kind !== 'elsewhere')
    return {
      en: 'Set over: true in that entry of former and deploy: records and keys go.',
      ja: 'former のその項目を over: true にしてデプロイすると、レコードと鍵が削除されます。',
    };
  const names = [
    ...selectors.map((selector) => `${selector}._domainkey.${domain} TXT`),
    ...[...new Set([domain, envelopeDomain])].map((name) => `${name} TXT (SPF)`),
    `_dmarc.${domain} TXT`,
    ...(former.mx ? [`${envelopeDomain} MX`] : []),
    `_submission._tcp.${domain} SRV`,
    `_submissions._tcp.${domain} SRV`,
  ].join(', ');
  return {
    en: `Set over: true in that entry of former and deploy: the keys go. The records are at a DNS where no deploy writes: take out there what names this server: ${names}.`,
    ja: `former のその項目を over: true にしてデプロイすると、鍵が削除されます。レコードはデプロイが書き込まない DNS にあります。このサーバーを指すものを削除してください: ${names}。`,
  };
}

function waiting(former: Former, isDry: boolean, environment: Environment): Finding {
  const subject = keyOf(former);
  if (!isDry)
    return {
      ...pass(
        {
          en: 'mail of before may wait: the records stay',
          ja: '以前のメールが待っている可能性があるため、レコードは残ります',
        },
        EXPECTED,
      ),
      subject,
    };
  return {
    ...warn(
      { en: 'nothing of theirs waits any more', ja: 'この名前のメールはもう待っていません' },
      EXPECTED,
      overBy(former, environment),
    ),
    subject,
  };
}

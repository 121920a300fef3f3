import { runbookOf, type Row, type VerdictWord } from './row';
import { COMMA, inLanguage, joined, type Language, type Said, type Words } from './words';

/** One thing that a receiver asks, as the checks that show it; none where nobody sees it from outside. */
interface Demand {
  readonly what: Said;
  readonly checks: readonly string[];
  /** One of the checks is enough. */
  readonly either?: true;
}

interface Receiver {
  readonly id: string;
  readonly name: Said;
  /** The receiver's own page. */
  readonly source: string;
  readonly demands: readonly Demand[];
}

const GMAIL = 'https://support.google.com/a/answer/81126';
const YAHOO = 'https://senders.yahooinc.com/best-practices/';
const MICROSOFT = 'https://sendersupport.olc.protection.outlook.com/pm/policies.aspx';
const MICROSOFT_BULK =
  'https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/strengthening-email-ecosystem-outlook%E2%80%99s-new-requirements-for-high%E2%80%90volume-senders/4399730';

const demand = (en: string, ja: string, ...checks: string[]): Demand => ({ what: { en, ja }, checks });

const CONFIRMED = demand(
  'forward and reverse DNS agree',
  '正引きと逆引きの一致',
  ...['address', 'reverse-name', 'forward-confirmed'],
);
const REVERSE = demand('a reverse name', '逆引き', 'reverse-name');
const RELAY = demand('no open relay', '第三者中継をしない', 'open-relay');
const EITHER: Demand = { ...demand('SPF or DKIM', 'SPF または DKIM', 'spf', 'dkim-record'), either: true };
const SPF = demand('SPF passes', 'SPF が pass', 'spf-lookups', 'spf');
const DKIM = demand('DKIM verifies', 'DKIM を検証できる', 'dkim-record', 'dkim-message');
const DMARC = demand('a DMARC record', 'DMARC レコード', 'dmarc-record');
const ALIGNED = demand('From is aligned', 'From のアライメント', 'dmarc-alignment');
const COMPLAINTS = demand('complaints under 0.3 %', '迷惑メール報告率 0.3 % 未満');
const TLS = demand('TLS to the receiver', '受信側への TLS', 'outbound-tls');
const FORMAT = demand('messages as RFC 5322 has them', 'RFC 5322 に沿った書式', 'message-format');
const NOT_GMAIL = demand('no From address of Gmail', 'From に Gmail を騙らない', 'dmarc-alignment');
const ARC = demand(
  'ARC in what is forwarded regularly (here only mail to roles is forwarded, without ARC)',
  '日常的に転送するメールへの ARC（ここで転送するのは役割宛てのメールだけで、ARC は付きません）',
);
const UNSUBSCRIBE = demand(
  'one-click unsubscribe in what is advertised (RFC 8058)',
  '宣伝メールのワンクリック登録解除 (RFC 8058)',
  'one-click-unsubscribe',
);
const HONOURED = demand('an unsubscribe is heeded within two days', '登録解除に 2 日以内に応じる');
const LISTS = demand(
  'a From that takes replies, an unsubscribe that works, clean lists',
  '返信できる From、機能する登録解除、整理された宛先リスト',
);
const WANTED = demand('no unwanted mail', '望まれないメールを送らない');
const BULK = [SPF, DKIM, DMARC, ALIGNED];
/** Gmail and Yahoo have agreed on theirs, but for a few. */
const FROM_ALL = [CONFIRMED, EITHER, FORMAT, COMPLAINTS];
const FROM_BULK = [CONFIRMED, ...BULK, FORMAT, COMPLAINTS, UNSUBSCRIBE, HONOURED];
const GMAIL_ALONE = [TLS, NOT_GMAIL, ARC];

const receiver = (
  id: string,
  en: string,
  ja: string,
  source: string,
  demands: readonly Demand[],
): Receiver => ({
  id,
  name: { en, ja },
  source,
  demands,
});

/** Those who send in bulk are asked what everybody is asked, and more. */
const RECEIVERS: readonly Receiver[] = [
  receiver('gmail', 'Gmail, of everybody', 'Gmail、全送信者', GMAIL, [...FROM_ALL, ...GMAIL_ALONE]),
  receiver('gmail-bulk', 'Gmail, from 5,000 a day', 'Gmail、1 日 5,000 通以上', GMAIL, [
    ...FROM_BULK,
    ...GMAIL_ALONE,
  ]),
  receiver('yahoo', 'Yahoo, of everybody', 'Yahoo、全送信者', YAHOO, FROM_ALL),
  receiver('yahoo-bulk', 'Yahoo, in bulk', 'Yahoo、大量送信者', YAHOO, FROM_BULK),
  receiver('microsoft', 'Microsoft, of everybody', 'Microsoft、全送信者', MICROSOFT, [
    REVERSE,
    RELAY,
    FORMAT,
    WANTED,
  ]),
  receiver('microsoft-bulk', 'Microsoft, from 5,000 a day', 'Microsoft、1 日 5,000 通以上', MICROSOFT_BULK, [
    REVERSE,
    RELAY,
    FORMAT,
    ...BULK,
    LISTS,
  ]),
];

export const DEMAND_IDS: readonly string[] = RECEIVERS.map(({ id }) => id);

const WORST = ['fail', 'warn', 'skip', 'pass'] as const;
const BEST = ['pass', 'warn', 'skip', 'fail'] as const;

/**
 * A row for each demand, as good as what shows it; of a server with several domains one for each of them, where it is of the
 * domain. What was skipped is not shown, which is no failure.
 */
export function demandRows(rows: readonly Row[], language: Language): Row[] {
  const domains = [...new Set(rows.flatMap(({ domain }) => domain ?? []))];
  const ofDomains = new Set(rows.flatMap(({ id, domain }) => (domain === undefined ? [] : [id])));
  const of = (wanted: string | undefined) =>
    rows.filter(({ domain }) => domain === undefined || domain === wanted);
  const shownFor = (wanted: string | undefined) =>
    RECEIVERS.flatMap((each) =>
      each.demands
        .filter(({ checks }) => checks.some((id) => ofDomains.has(id)) === (wanted !== undefined))
        .map((one) => demandRow(each, one, of(wanted), language)),
    ).map(({ id, ...row }): Row => ({ id, ...(wanted === undefined ? {} : { domain: wanted }), ...row }));
  return [undefined, ...domains].flatMap(shownFor);
}

function demandRow(
  { id, name, source }: Receiver,
  { what, checks, either }: Demand,
  rows: readonly Row[],
  language: Language,
): Row {
  const say = (words: Words) => inLanguage(words, language);
  const worst = (check: string): VerdictWord => {
    const verdicts = rows.filter((row) => row.id === check).map(({ verdict }) => verdict);
    return (['fail', 'warn', 'pass'] as const).find((word) => verdicts.includes(word)) ?? 'skip';
  };
  const shown = checks.map((check) => ({ check, verdict: worst(check) }));
  const order = either === true ? BEST : WORST;
  const verdict = order.find((word) => shown.some((each) => each.verdict === word)) ?? 'skip';
  const wrong = shown.filter((each) => each.verdict === 'fail' || each.verdict === 'warn');
  const mend = wrong.map(({ check }) => check).join(', ');
  return {
    id,
    subject: say(joined([name, what], { en: ': ', ja: ': ' })),
    verdict,
    seen: say(
      checks.length === 0
        ? { en: 'nobody sees it from outside', ja: '外からは確認できません' }
        : joined(
            shown.map((each) => `${each.check} ${each.verdict}`),
            COMMA,
          ),
    ),
    expected: say(what),
    why: say({ en: `What the receiver asks: ${source}`, ja: `受信側の要件: ${source}` }),
    next: say(
      verdict === 'pass'
        ? ''
        : checks.length === 0
          ? { en: `It is yours to keep: ${source}`, ja: `送信者自身で守ってください: ${source}` }
          : mend === ''
            ? { en: 'See why these were skipped above.', ja: '上の行で skip の理由を確認してください。' }
            : { en: `Mend ${mend}.`, ja: `${mend} を直してください。` },
    ),
    runbook: runbookOf(id),
  };
}

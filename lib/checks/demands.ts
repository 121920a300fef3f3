import { runbookOf, type Row, type VerdictWord } from './row';

/** What a large receiver asks of those who send to it, as the checks that show it. */
interface Demand {
  readonly id: string;
  readonly subject: string;
  /** The receiver's own page. */
  readonly source: string;
  readonly checks: readonly string[];
  /** One of these is enough. */
  readonly either?: readonly string[];
  /** What the receiver asks too, and nobody sees from outside. */
  readonly yours: string;
}

const GMAIL = 'https://support.google.com/a/answer/81126';
const YAHOO = 'https://senders.yahooinc.com/best-practices/';
const MICROSOFT = 'https://sendersupport.olc.protection.outlook.com/pm/policies.aspx';
const MICROSOFT_BULK =
  'https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/strengthening-email-ecosystem-outlook%E2%80%99s-new-requirements-for-high%E2%80%90volume-senders/4399730';

const REVERSE = ['address', 'reverse-name', 'forward-confirmed'];
const SMALL = { checks: REVERSE, either: ['spf', 'dkim-record'] };
const BULK = ['spf', 'dkim-record', 'dkim-message', 'dmarc-record', 'dmarc-alignment'];

const COMPLAINTS = 'complaints under 0.3 %';
const UNSUBSCRIBE = `${COMPLAINTS}, one-click unsubscribe in what is advertised (RFC 8058)`;

const DEMANDS: readonly Demand[] = [
  { id: 'gmail', subject: 'Gmail, of everybody', source: GMAIL, ...SMALL, yours: COMPLAINTS },
  {
    id: 'gmail-bulk',
    subject: 'Gmail, from 5,000 a day',
    source: GMAIL,
    checks: [...REVERSE, ...BULK],
    yours: UNSUBSCRIBE,
  },
  { id: 'yahoo', subject: 'Yahoo, of everybody', source: YAHOO, ...SMALL, yours: COMPLAINTS },
  {
    id: 'yahoo-bulk',
    subject: 'Yahoo, in bulk',
    source: YAHOO,
    checks: [...REVERSE, ...BULK],
    yours: UNSUBSCRIBE,
  },
  {
    id: 'microsoft',
    subject: 'Microsoft, of everybody',
    source: MICROSOFT,
    checks: ['reverse-name', 'open-relay'],
    yours: 'no unwanted mail',
  },
  {
    id: 'microsoft-bulk',
    subject: 'Microsoft, from 5,000 a day',
    source: MICROSOFT_BULK,
    checks: ['reverse-name', 'open-relay', ...BULK],
    yours: 'an unsubscribe that works, a From that takes replies, clean lists',
  },
];

export const DEMAND_IDS: readonly string[] = DEMANDS.map(({ id }) => id);

/** As good as the worst of what it asks for. What was skipped is not shown, which is no failure. */
export function demandRows(rows: readonly Row[]): Row[] {
  const worst = (id: string): VerdictWord => {
    const verdicts = rows.filter((row) => row.id === id).map(({ verdict }) => verdict);
    return (['fail', 'warn', 'pass'] as const).find((word) => verdicts.includes(word)) ?? 'skip';
  };
  return DEMANDS.map((demand) => {
    const { id, subject, source, checks, either = [], yours } = demand;
    const asked = checks.map((check) => ({ name: check, verdict: worst(check) }));
    if (either.length > 0) {
      const best = (['pass', 'warn', 'skip', 'fail'] as const).find((word) =>
        either.map(worst).includes(word),
      );
      asked.push({ name: either.join(' or '), verdict: best ?? 'skip' });
    }
    const having = (word: VerdictWord) =>
      asked.filter(({ verdict }) => verdict === word).map(({ name }) => name);
    const wrong = [...having('fail'), ...having('warn')];
    const verdict = (['fail', 'warn', 'pass'] as const).find((word) => having(word).length > 0) ?? 'skip';
    const seen = [
      ['not met', wrong],
      ['met', having('pass')],
      ['not shown', having('skip')],
    ] as const;
    return {
      id,
      subject,
      verdict,
      seen: seen
        .flatMap(([words, names]) => (names.length > 0 ? [`${words}: ${names.join(', ')}`] : []))
        .join('; '),
      expected: `${asked.map(({ name }) => name).join(', ')}; and by you: ${yours}`,
      why: `What the receiver asks: ${source}`,
      next: wrong.length > 0 ? `Mend ${wrong.join(', ')}.` : '',
      runbook: runbookOf(id),
    };
  });
}

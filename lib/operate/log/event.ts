import type { LogLine } from './line';

/** How a delivery to one recipient went, as Postfix's delivery agents log it. */
export type DeliveryStatus = 'sent' | 'bounced' | 'deferred' | 'undeliverable' | 'expired';

export type Happening =
  | { readonly kind: 'taken'; readonly client: string; readonly login?: string }
  | { readonly kind: 'composed'; readonly user: string }
  | { readonly kind: 'named'; readonly messageId: string }
  | { readonly kind: 'signed'; readonly selector: string; readonly domain: string }
  | { readonly kind: 'queued'; readonly sender: string; readonly bytes: number; readonly recipients: number }
  | {
      readonly kind: 'delivery';
      readonly recipient: string;
      readonly relay: string;
      readonly seconds: number;
      /** Enhanced status code (RFC 3463). */
      readonly dsn: string;
      readonly status: DeliveryStatus;
      /** The receiver's words, or why there were none. */
      readonly words: string;
    }
  | {
      readonly kind: 'refused';
      readonly words: string;
      readonly sender: string;
      readonly recipient: string;
      readonly login?: string;
    }
  | {
      /** Why `kitte-clerk` takes a message not; Postfix says `refused` beside it. */
      readonly kind: 'judged';
      readonly login?: string;
      /** The field that says what is wrong, or whose address it is. */
      readonly field?: string;
      readonly address?: string;
      readonly sender: string;
      readonly words: string;
    }
  | { readonly kind: 'expired'; readonly sender: string }
  | { readonly kind: 'notice'; readonly about: 'failure' | 'delay' | 'success'; readonly noticeId: string }
  | { readonly kind: 'held' | 'released' | 'removed' | 'deleted' | 'cancelled' }
  | { readonly kind: 'other'; readonly text: string };

/** Something that happened to a message. `NOQUEUE` is the id of what was refused before it had one. */
export type LogEvent = Happening & { readonly at: Date; readonly queueId: string };

const LINE = /^([0-9A-F]{5,15}|[0-9B-DF-HJ-NP-TV-Zbcdf-hj-np-tv-z]{15,20}|NOQUEUE): (.*)$/s;

/** What a line says of a message; undefined when it is about none. */
export function eventOf({ at, program, text }: LogLine): LogEvent | undefined {
  const [, queueId, rest] = LINE.exec(text) ?? [];
  if (queueId === undefined || rest === undefined) return undefined;
  const happening = happeningOf(program.split('/').at(-1) ?? '', rest);
  if (queueId === 'NOQUEUE' && !['refused', 'judged'].includes(happening.kind)) return undefined;
  return { at, queueId, ...happening };
}

/** In the order in which the forms are tried: the first that fits. */
const FORMS: readonly (readonly [RegExp, (found: readonly string[], daemon: string) => Happening])[] = [
  [
    /^client=(\S+?)(?:, sasl_method=\S+, sasl_username=(\S+?))?(?:,.*)?$/,
    ([, client = '', login]) => ({ kind: 'taken', client, ...(login === undefined ? {} : { login }) }),
  ],
  [/^uid=\d+ from=<(.*)>$/, ([, user = '']) => ({ kind: 'composed', user })],
  [/^(?:resent-)?message-id=<?(.*?)>?$/, ([, messageId = '']) => ({ kind: 'named', messageId })],
  [
    /^DKIM-Signature field added \(s=(\S+), d=(\S+)\)$/,
    ([, selector = '', domain = '']) => ({ kind: 'signed', selector, domain }),
  ],
  [
    /^from=<(.*)>, size=(\d+), nrcpt=(\d+) /,
    ([, sender = '', bytes, recipients]) => ({
      kind: 'queued',
      sender,
      bytes: Number(bytes),
      recipients: Number(recipients),
    }),
  ],
  [
    /^refused: login=(\S+)(?: field=(.+?))?(?: address=(.+?))? from=<(.*?)>(?: to=<.*>)? words=(.*)$/s,
    ([, login = '-', field, address, sender = '', words = '']) => ({
      kind: 'judged',
      ...(login === '-' ? {} : { login }),
      ...(field === undefined ? {} : { field }),
      ...(address === undefined ? {} : { address }),
      sender,
      words,
    }),
  ],
  [/^from=<(.*)>, status=(?:force-)?expired, /, ([, sender = '']) => ({ kind: 'expired', sender })],
  [
    /^to=<(.*?)>,(?: orig_to=<.*?>,)? relay=(.*?),(?: conn_use=\d+,)? delay=([\d.]+), delays=\S+, dsn=(\S+), status=(\w+) \((.*)\)$/s,
    ([, recipient = '', relay = '', delay, dsn = '', status, words = '']) => ({
      kind: 'delivery',
      recipient,
      relay,
      seconds: Number(delay),
      dsn,
      status: status as DeliveryStatus,
      words,
    }),
  ],
  [
    /^(?:milter-)?reject: (?:\S+|END-OF-MESSAGE) from \S+: (.*?); (?:from=<(.*?)>)?(?: to=<(.*?)>)?.*?(?:sasl_username=(\S+))?$/s,
    ([, words = '', sender = '', recipient = '', login]) => ({
      kind: 'refused',
      words,
      sender,
      recipient,
      ...(login === undefined ? {} : { login }),
    }),
  ],
  [
    /^(?:sender|postmaster) (non-delivery|delay|delivery status) notification: (\w+)$/,
    ([, about, noticeId = '']) => ({
      kind: 'notice',
      about: about === 'non-delivery' ? 'failure' : about === 'delay' ? 'delay' : 'success',
      noticeId,
    }),
  ],
  [/^placed on hold$|^hold: /, () => ({ kind: 'held' })],
  [/^released from hold$/, () => ({ kind: 'released' })],
  [/^removed \(canceled\)$/, () => ({ kind: 'cancelled' })],
  [/^removed$/, (_, daemon) => ({ kind: daemon === 'postsuper' ? 'deleted' : 'removed' })],
];

function happeningOf(daemon: string, rest: string): Happening {
  for (const [form, make] of FORMS) {
    const found = form.exec(rest);
    if (found) return make(found, daemon);
  }
  return { kind: 'other', text: rest };
}

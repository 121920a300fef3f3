import { verdictsOf } from '../world/receiver/verdicts';
import { receiverHost } from '../world/layout';
import type { ReceiverName } from './case';
import type { Ground } from './ground';

export interface Letter {
  readonly receiver: ReceiverName;
  /** Of the envelope. */
  readonly recipient: string;
  readonly sender: string;
  readonly source: string;
  /** Judge to word for each method, of the judges that stand where it arrived. */
  readonly words: Readonly<Record<'spf' | 'dkim' | 'dmarc', Readonly<Record<string, string>>>>;
}

/** Everything that arrived so far, at all receivers. */
export async function inbox(ground: Ground): Promise<Letter[]> {
  const [received, strict, log] = await Promise.all([
    ground.world.receiver.messages(),
    ground.strict.messages(),
    ground.strict.log().catch(() => ''),
  ]);
  const judged = eximOn(log);
  return [
    ...received.map(({ source }): Letter => {
      const recipient = field(source, 'Delivered-To');
      const { spf, dkim, dmarc } = verdictsOf(source, receiverHost);
      return {
        receiver: recipient.includes('@bare.') ? 'bare' : 'plain',
        ...{ recipient, sender: field(source, 'Return-Path'), source },
        words: { spf: { rspamd: spf }, dkim: { rspamd: dkim }, dmarc: { rspamd: dmarc } },
      };
    }),
    ...strict.map((source): Letter => {
      const recipient = field(source, 'Envelope-to');
      return {
        receiver: 'strict',
        ...{ recipient, sender: field(source, 'Return-path'), source },
        words: { spf: {}, dkim: { exim: judged.get(recipient) ?? 'none' }, dmarc: {} },
      };
    }),
  ];
}

const field = (source: string, name: string) =>
  (new RegExp(`^${name}: <?([^>\\n]*)>?`, 'm').exec(source)?.[1] ?? '').trim();

/** What Exim's own verifier says, by recipient. */
function eximOn(log: string): Map<string, string> {
  const dkim = new Map<string, string>();
  const found = new Map<string, string>();
  for (const line of log.split('\n')) {
    const id = /^\S+ \S+ (?:\[\d+\] )?([0-9A-Za-z]{6}-[0-9A-Za-z]+-[0-9A-Za-z]+) /.exec(line)?.[1];
    if (id === undefined) continue;
    // It names the domains whose signatures it verified.
    if (line.includes(' <= ')) dkim.set(id, / DKIM=\S/.test(line) ? 'pass' : 'fail');
    const to = / => (\S+@\S+|\S+ <\S+>) /.exec(line)?.[1];
    const word = dkim.get(id);
    if (to !== undefined && word !== undefined) found.set(to.replace(/.*<(.*)>/, '$1'), word);
  }
  return found;
}

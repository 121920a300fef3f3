import { listedElsewhere, movingOf, ofToday } from '../checks/moving';
import { type Lookup, LookupError } from '../checks/probe';
import { takerOf } from '../checks/taker';
import type { Answers, MxChoice } from './answers';

/** What public DNS leaves to say of `mx`. */
export type Whose =
  /** What is said to the person, and what goes into the config; nothing where the default is right. */
  | { readonly kind: 'found'; readonly said: string; readonly mx?: MxChoice }
  /** A zone that moves: only the person knows. */
  | { readonly kind: 'choose'; readonly said: string; readonly today: string[] };

type Known = Pick<Answers, 'domain' | 'zone' | 'envelopeDomain'>;

export async function whoseMx({ domain, zone, envelopeDomain }: Known, lookup: Lookup): Promise<Whose> {
  try {
    return zone === 'create'
      ? await moving(domain, envelopeDomain, lookup)
      : await staying(domain, envelopeDomain, lookup);
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    return unanswered(domain, error);
  }
}

function unanswered(domain: string, { message }: LookupError): Whose {
  return {
    kind: 'found',
    said: `Who takes the mail of ${domain} is not known: ${message}. See for yourself, and set mx in the config if others do.`,
  };
}

async function moving(domain: string, envelopeDomain: string | undefined, lookup: Lookup): Promise<Whose> {
  const names = [...new Set([domain, envelopeDomain ?? domain])];
  const { elsewhere, unanswered: silent } = await movingOf(names, '', lookup);
  if (elsewhere.length > 0)
    return {
      kind: 'choose',
      said: `Others take this mail today: ${listedElsewhere(elsewhere)}. The zone that the deploy creates has no such record.`,
      today: ofToday(elsewhere, domain),
    };
  const [error] = silent;
  if (error !== undefined) return unanswered(domain, error);
  return { kind: 'found', said: `${domain} has no MX in public DNS: this server takes its mail.` };
}

async function staying(domain: string, envelopeDomain: string | undefined, lookup: Lookup): Promise<Whose> {
  const taker = await takerOf(domain, lookup);
  if (taker.kind === 'none')
    return {
      kind: 'found',
      said: `Nobody takes the mail of ${domain}: this server will (mx: true).`,
      mx: true,
    };
  const said =
    taker.kind === 'null'
      ? `${domain} says that it takes no mail (MX 0 ., RFC 7505), and receivers refuse mail from it: delete that record, then set mx: true.`
      : `The mail of ${domain} goes to ${taker.values.join(', ')}: Kitte leaves that as it is.`;
  // `false` would take the MX of the envelope domain away as well.
  return { kind: 'found', said, ...(envelopeDomain === undefined ? { mx: false } : {}) };
}

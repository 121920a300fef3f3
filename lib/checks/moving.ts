import type { Environment } from '../config/environment';
import { type Lookup, LookupError } from './probe';
import { isHost, isNull } from './taker';
import type { Said } from './words';

/** An MX that a name has in public DNS, and that a zone which Kitte creates would take away when the world is led to it. */
export interface Elsewhere {
  readonly name: string;
  readonly exchangers: readonly string[];
}

/** Names whose mail would come to this server only because nobody said otherwise. */
export function unsaid({
  hostedZone,
  mxSaid,
  served,
}: Pick<Environment, 'hostedZone' | 'mxSaid' | 'served'>): readonly string[] {
  return hostedZone.kind === 'created' && !mxSaid ? served : [];
}

export interface Moving {
  readonly elsewhere: readonly Elsewhere[];
  /** The resolver's word on each name that it had no answer for. */
  readonly unanswered: readonly LookupError[];
}

/** Looks for the MX that these names have today. This server's own is none, nor is one that says that nobody takes mail (RFC 7505). */
export async function movingOf(names: readonly string[], hostName: string, lookup: Lookup): Promise<Moving> {
  const elsewhere: Elsewhere[] = [];
  const unanswered: LookupError[] = [];
  for (const name of names) {
    try {
      const exchangers = (await lookup(name, 'MX')).filter(
        (value) => !isHost(value, hostName) && !isNull(value),
      );
      if (exchangers.length > 0) elsewhere.push({ name, exchangers });
    } catch (error) {
      if (!(error instanceof LookupError)) throw error;
      unanswered.push(error);
    }
  }
  return { elsewhere, unanswered };
}

/** `example.com 10 mx.provider.example`, for each. */
export function listedElsewhere(elsewhere: readonly Elsewhere[]): string {
  return elsewhere.map(({ name, exchangers }) => `${name} MX ${exchangers.join(', ')}`).join('; ');
}

/** What the config may say instead of nothing. */
export function choices(elsewhere: readonly Elsewhere[], domain: string): Said {
  const today = ofToday(elsewhere, domain).map((value) => `'${value}'`);
  const ours = { en: 'mx: true for this server', ja: 'このサーバーで受け取るなら mx: true' };
  if (today.length > 0)
    return {
      en: `mx: [${today.join(', ')}] to leave it there, or ${ours.en}`,
      ja: `今のままなら mx: [${today.join(', ')}]、${ours.ja}`,
    };
  return {
    en: `${ours.en}, or another envelopeDomain`,
    ja: `${ours.ja}。または別の envelopeDomain`,
  };
}

/** The domain's exchangers, as `mx` may have them. */
export function ofToday(elsewhere: readonly Elsewhere[], domain: string): string[] {
  return elsewhere.filter(({ name }) => name === domain).flatMap(({ exchangers }) => exchangers);
}

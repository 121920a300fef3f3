/** The form, which has no API. */
export const FORM = 'https://console.aws.amazon.com/support/contacts?#/rdns-limits';

/** What AWS wants to know, as far as it is known; what is absent stays in brackets for the person to fill in. */
export interface RequestFacts {
  readonly domain: string;
  /** The domains beside that one. */
  readonly others?: readonly string[];
  readonly hostName: string;
  readonly address?: string;
  readonly purpose?: string;
  /** Messages a day. */
  readonly messages?: string;
  /** How soon bounces and complaints are acted on. */
  readonly within?: string;
  readonly contact?: string;
}

/** The use case, to paste. The README has it too; a test holds both together. */
export function useCase(facts: RequestFacts): string {
  const { domain, others = [], hostName } = facts;
  const own = others.length === 0 ? 'our own domain' : 'our own domains';
  const address = facts.address ?? '[the Elastic IP]';
  const purpose = facts.purpose ?? '[account confirmations, receipts and replies to our own users]';
  const messages = facts.messages ?? '[1,000]';
  const within = facts.within ?? '[one working day]';
  const contact = facts.contact ?? `[postmaster@${domain} and abuse@${domain}]`;
  return [
    `We send ${purpose} for ${listed([domain, ...others])}, which we own, about ${messages} messages a day.`,
    'Nobody is written to who has not asked for it; we buy and rent no lists.',
    `Submission needs a login over TLS, and each login may send only as ${own}.`,
    'Relaying is refused.',
    `SPF, DKIM, DMARC, forward and reverse DNS are in place for ${hostName} at ${address}.`,
    `Bounces and complaints are read and acted on within ${within}, at ${contact}.`,
  ].join(' ');
}

const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

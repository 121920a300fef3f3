import type { Environment } from '../config/environment';
import type { Facts } from './inquiry';
import { internetMessage, valuesOf } from './internet-message';

/**
 * A message that a person gives is judged as one of the domain in its From header, and not as one of the others. Of no domain
 * of the server, and where there is no choice, it is judged as of all: the rows say what is wrong.
 */
export function messageByDomain(
  message: Facts['message'],
  domains: readonly Pick<Environment, 'domain'>[],
): (domain: string) => Facts['message'] {
  const source = message.value;
  if (source === undefined || domains.length < 2) return () => message;
  const from = fromOf(source);
  const own = domains
    .map(({ domain }) => domain)
    .filter((domain) => from === domain || from.endsWith(`.${domain}`))
    .sort((one, two) => two.length - one.length)[0];
  if (own === undefined) return () => message;
  const others = {
    unknown: { en: `the message given is of ${own}`, ja: `指定されたメールは ${own} のものです` },
  };
  return (domain) => (domain === own ? message : others);
}

function fromOf(source: Uint8Array): string {
  const [from = ''] = valuesOf(internetMessage(source), 'from');
  const addresses = [...from.matchAll(/@([^\s<>,;()"]+)/g)];
  return (addresses.at(-1)?.[1] ?? '').toLowerCase();
}

import { backwards } from './address';
import { fail, pass, skip, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';

interface Blocklist {
  readonly zone: string;
  readonly name: string;
  readonly removal: string;
}

/** Lists that answer everybody. Spamhaus answers no public resolver; a key of its Data Query Service changes that. */
const LISTS: readonly Blocklist[] = [
  { zone: 'zen.spamhaus.org', name: 'Spamhaus ZEN', removal: 'https://check.spamhaus.org/' },
  { zone: 'bl.spamcop.net', name: 'SpamCop', removal: 'https://www.spamcop.net/bl.shtml' },
  { zone: 'psbl.surriel.com', name: 'PSBL', removal: 'https://psbl.org/remove' },
  { zone: 'dnsbl.dronebl.org', name: 'DroneBL', removal: 'https://dronebl.org/lookup' },
  { zone: 'bl.mailspike.net', name: 'Mailspike', removal: 'https://mailspike.org/iplookup.html' },
];

const SPAMHAUS = 'zen.spamhaus.org';

export const blocklists: Check = {
  id: 'blocklist',
  subject: () => 'blocklists',
  why: 'Receivers refuse a listed address before they have read a word.',
  async look(inquiry) {
    const ip = await inquiry.address();
    if (ip === undefined)
      return skip('no address is known', 'not listed', 'Give --address, or mend the A record.');
    return Promise.all(
      LISTS.map(async (list) => ({
        ...(await ask(list, ip, inquiry)),
        subject: `${list.name} (${list.zone})`,
      })),
    );
  },
};

async function ask({ zone, removal }: Blocklist, ip: string, { lookup, facts }: Inquiry): Promise<Finding> {
  const expected = 'not listed';
  const key = facts.spamhausKey;
  // https://docs.spamhaus.com/datasets/docs/source/40-real-world-usage/PublicMirrors/MTAs/020-Postfix.html
  const asked = zone === SPAMHAUS && key !== undefined ? `${key}.zen.dq.spamhaus.net` : zone;
  try {
    const codes = await lookup(`${backwards(ip)}.${asked}`, 'A');
    const refused = codes.find((code) => code.startsWith('127.255.255.'));
    if (refused !== undefined)
      return skip(`the list refuses to answer (${refused})`, expected, unanswered(zone));
    const listings = codes.filter((code) => code.startsWith('127.'));
    if (listings.length > 0)
      return fail(`listed: ${listings.join(', ')}`, expected, `Ask for removal: ${removal}`);
    // RFC 5782 section 5: every list holds 127.0.0.2. One that does not is out of reach and has said nothing.
    const alive = (await lookup(`2.0.0.127.${asked}`, 'A')).some((code) => /^127\.(?!255\.255\.)/.test(code));
    return alive
      ? pass('not listed', expected)
      : skip('the list does not answer here', expected, unanswered(zone));
  } catch {
    return skip('the list does not answer here', expected, unanswered(zone));
  }
}

function unanswered(zone: string): string {
  return zone === SPAMHAUS
    ? 'Give --spamhaus-key with a free key of its Data Query Service, or look at https://check.spamhaus.org/'
    : 'Give --resolver with a resolver of your own: lists refuse the large public ones.';
}

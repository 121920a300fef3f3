import { backwards } from './address';
import { fail, pass, skip, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import type { Said } from './words';

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
  why: {
    en: 'Receivers refuse a listed address before they have read a word.',
    ja: '掲載されたアドレスからの接続は、メールの中身を見る前に拒否されます。',
  },
  async look(inquiry) {
    const ip = await inquiry.address();
    if (ip === undefined)
      return skip(
        { en: 'no address is known', ja: 'アドレスがわかりません' },
        { en: 'not listed', ja: '掲載なし' },
        {
          en: 'Give --address, or mend the A record.',
          ja: '--address を指定するか、A レコードを直してください。',
        },
      );
    return Promise.all(
      LISTS.map(async (list) => ({
        ...(await ask(list, ip, inquiry)),
        subject: `${list.name} (${list.zone})`,
      })),
    );
  },
};

async function ask({ zone, removal }: Blocklist, ip: string, { lookup, facts }: Inquiry): Promise<Finding> {
  const expected = { en: 'not listed', ja: '掲載なし' };
  const key = facts.spamhausKey;
  // https://docs.spamhaus.com/datasets/docs/source/40-real-world-usage/PublicMirrors/MTAs/020-Postfix.html
  const asked = zone === SPAMHAUS && key !== undefined ? `${key}.zen.dq.spamhaus.net` : zone;
  try {
    const codes = await lookup(`${backwards(ip)}.${asked}`, 'A');
    const refused = codes.find((code) => code.startsWith('127.255.255.'));
    if (refused !== undefined)
      return skip(
        { en: `the list refuses to answer (${refused})`, ja: `リストが応答を拒否しました (${refused})` },
        expected,
        unanswered(zone),
      );
    const listings = codes.filter((code) => code.startsWith('127.'));
    if (listings.length > 0)
      return fail(
        { en: `listed: ${listings.join(', ')}`, ja: `掲載あり: ${listings.join(', ')}` },
        expected,
        { en: `Ask for removal: ${removal}`, ja: `解除を申請してください: ${removal}` },
      );
    // RFC 5782 section 5: every list holds 127.0.0.2. One that does not is out of reach and has said nothing.
    const alive = (await lookup(`2.0.0.127.${asked}`, 'A')).some((code) => /^127\.(?!255\.255\.)/.test(code));
    return alive
      ? pass({ en: 'not listed', ja: '掲載なし' }, expected)
      : skip(
          { en: 'the list does not answer here', ja: 'ここからはリストが応答しません' },
          expected,
          unanswered(zone),
        );
  } catch {
    return skip(
      { en: 'the list does not answer here', ja: 'ここからはリストが応答しません' },
      expected,
      unanswered(zone),
    );
  }
}

function unanswered(zone: string): Said {
  return zone === SPAMHAUS
    ? {
        en: 'Give --spamhaus-key with a free key of its Data Query Service, or look at https://check.spamhaus.org/',
        ja: 'Data Query Service の無料キーを --spamhaus-key で指定するか、 https://check.spamhaus.org/ で確認してください。',
      }
    : {
        en: 'Give --resolver with a resolver of your own: lists refuse the large public ones.',
        ja: '自前のリゾルバを --resolver で指定してください。大手の公開リゾルバからの問い合わせは、多くのリストが拒否します。',
      };
}

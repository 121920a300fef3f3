import { pass, skip, type Check, warn } from './check';
import { internetMessage, valuesOf, type InternetMessage } from './internet-message';
import { SAVE } from './real-message';

/** What the server signs where it is present; SignHeaders of assets/machine/opendkim/opendkim.conf. */
export const SIGNED_FIELDS = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Content-ID', 'Content-Description'],
  ...['Content-Disposition', 'Content-Language'],
  ...['List-Id', 'List-Help', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Subscribe', 'List-Post'],
  ...['List-Owner', 'List-Archive'],
  ...['Resent-Date', 'Resent-From', 'Resent-Sender', 'Resent-To', 'Resent-Cc', 'Resent-Message-ID'],
];

/** A field that no signature covers is whatever somebody on the way made of it. */
export const signedFields: Check = {
  id: 'signed-fields',
  of: 'domain',
  subject: () => ({ en: 'fields that the signature covers', ja: '署名が対象とするヘッダー' }),
  why: {
    en: 'What no signature covers can be changed on the way, and a reader or a program acts on it all the same.',
    ja: '署名の対象でないヘッダーは途中で書き換えられても気づかれず、受信者やプログラムはそれをそのまま使います。',
  },
  needs: ['dkim-message'],
  look({ facts, environment }) {
    const expected = { en: 'all that the server signs', ja: 'サーバーが署名するすべて' };
    const source = facts.message.value;
    if (source === undefined) return Promise.resolve(skip(facts.message.unknown, expected, SAVE));
    const message = internetMessage(source);
    const names = signedNames(message, environment.domain);
    const open = SIGNED_FIELDS.filter((field) => {
      const name = field.toLowerCase();
      return valuesOf(message, name).length > names.filter((signed) => signed === name).length;
    });
    if (open.length === 0) return Promise.resolve(pass(expected, expected));
    return Promise.resolve(
      warn({ en: `unsigned: ${open.join(', ')}`, ja: `署名なし: ${open.join(', ')}` }, expected, {
        en: 'The server signs these where a program writes them: whoever passed the message on has added or changed them, such as a list server.',
        ja: 'プログラムが書いたものにはサーバーが署名します。メーリングリストなど、途中の中継者が追加または変更しています。',
      }),
    );
  },
};

/** Names in `h=` of the domain's signature that covers most, once for each field that it covers. */
function signedNames(message: InternetMessage, domain: string): string[] {
  const lists = valuesOf(message, 'dkim-signature')
    .map((value) => value.replace(/\s+/g, ''))
    .filter((value) => value.toLowerCase().split(';').includes(`d=${domain}`))
    .map((value) => (/(?:^|;)h=([^;]*)/i.exec(value)?.[1] ?? '').toLowerCase().split(':'));
  return lists.sort((a, b) => b.length - a.length)[0] ?? [];
}

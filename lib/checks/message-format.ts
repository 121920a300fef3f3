import { judge, pass, skip, type Check, fail } from './check';
import { formatProblems, internetMessage, valuesOf } from './internet-message';
import { SAVE } from './real-message';

/** Of what a program of the person sends: what the machine makes for itself would show nothing. */
export const messageFormat: Check = {
  id: 'message-format',
  subject: () => ({ en: 'format of a real message (RFC 5322)', ja: '実際のメールの書式 (RFC 5322)' }),
  why: {
    en: 'Gmail refuses what has no From or two, no Message-ID, or fields that may stand once twice.',
    ja: 'Gmail は、From がないか複数あるメール、Message-ID のないメール、一度しか書けないヘッダーが重複したメールを拒否します。',
  },
  look({ facts }) {
    const expected = { en: 'as RFC 5322 has it', ja: 'RFC 5322 のとおり' };
    const source = facts.message.value;
    if (source === undefined) return Promise.resolve(skip(facts.message.unknown, expected, SAVE));
    const problems = formatProblems(internetMessage(source));
    return Promise.resolve(
      judge(problems.length === 0, problems.join('; ') || expected, expected, {
        en: 'Mend it in the program that sends: let its mail library write the header, each field once and lines of at most 998 octets.',
        ja: '送信するプログラムを直してください。ヘッダーはメールライブラリに書かせ、各フィールドは 1 つ、1 行は 998 オクテット以内にします。',
      }),
    );
  },
};

export const oneClick: Check = {
  id: 'one-click-unsubscribe',
  of: 'domain',
  subject: () => ({ en: 'one-click unsubscribe (RFC 8058)', ja: 'ワンクリック登録解除 (RFC 8058)' }),
  why: {
    en: 'Who sends in bulk must let people unsubscribe with one click, or Gmail and Yahoo refuse what is advertised.',
    ja: '大量送信では、ワンクリックで登録解除できない宣伝メールを Gmail と Yahoo が拒否します。',
  },
  needs: ['dkim-message'],
  look({ facts, environment }) {
    const expected = {
      en: 'an https URI, List-Unsubscribe-Post, and a signature over both',
      ja: 'https の URI、List-Unsubscribe-Post、その両方への署名',
    };
    const source = facts.message.value;
    if (source === undefined) return Promise.resolve(skip(facts.message.unknown, expected, SAVE));
    const message = internetMessage(source);
    const [list] = valuesOf(message, 'list-unsubscribe');
    if (list === undefined)
      return Promise.resolve(
        skip({ en: 'the message has no List-Unsubscribe', ja: 'List-Unsubscribe がありません' }, expected, {
          en: 'If you send what is advertised or subscribed to, give --message with one of those.',
          ja: '宣伝や購読のメールを送るなら、そのうちの 1 通を --message で指定してください。',
        }),
      );
    // RFC 8058 sections 3.1 and 4: the signature must cover both fields.
    const signed = valuesOf(message, 'dkim-signature')
      .map((value) => value.replace(/\s+/g, ''))
      .filter((value) =>
        new RegExp(`(^|;)d=${environment.domain.replaceAll('.', '\\.')}(;|$)`, 'i').test(value),
      )
      .map((value) => (/(?:^|;)h=([^;]*)/i.exec(value)?.[1] ?? '').toLowerCase().split(':'));
    const missing = [
      ...(/<https:\/\/[^>]+>/i.test(list) ? [] : ['https:']),
      ...(valuesOf(message, 'list-unsubscribe-post').some(isOneClick) ? [] : ['List-Unsubscribe-Post']),
      ...(signed.some((names) => FIELDS.every((name) => names.includes(name))) ? [] : ['DKIM h=']),
    ];
    if (missing.length === 0) return Promise.resolve(pass(expected, expected));
    return Promise.resolve(
      fail({ en: `without ${missing.join(', ')}`, ja: `不足: ${missing.join(', ')}` }, expected, {
        en: 'Let the program write List-Unsubscribe: <https://...> and List-Unsubscribe-Post: List-Unsubscribe=One-Click before it submits; the server signs both.',
        ja: '送信前に、プログラムで List-Unsubscribe: <https://...> と List-Unsubscribe-Post: List-Unsubscribe=One-Click を書いてください。サーバーが両方に署名します。',
      }),
    );
  },
};

const FIELDS = ['list-unsubscribe', 'list-unsubscribe-post'];
const isOneClick = (value: string) => /^List-Unsubscribe=One-Click$/i.test(value);

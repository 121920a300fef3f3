/** Whose mail: the login of the From domain, of one address in it, of the envelope domain. */
export type Who = 'domain' | 'address' | 'other domain';

/** One message: envelope sender, and header lines in place of a single `From`. */
export interface Identity {
  readonly case: string;
  readonly who: Who;
  /** With its brackets and parameters. */
  readonly envelope: string;
  /** Latin1 where a case is about raw bytes. Lines end as written: CRLF joins them. */
  readonly header: readonly string[];

  /** `cut`: taken, and no foreign author arrives. */
  readonly expect: 'refused' | 'sent' | 'cut';
}

export interface Names {
  readonly domain: string;
  readonly other: string;
}

/** Nobody's here. */
export const EVIL = 'president@bank.example.net';

/** What must be refused, and beside it what looks alike and must go through. */
export function identities({ domain, other }: Names): Identity[] {
  const me = `hello@${domain}`;
  const one = `orders@${domain}`;
  const far = `returns@${other}`;
  const envelope = (name: string, sender: string, who: Who, expect: Identity['expect'], from = own(who)) =>
    ({ case: name, who, envelope: sender, header: [`From: ${from}`], expect }) as const;
  const header = (name: string, lines: readonly string[], expect: Identity['expect'], who: Who = 'domain') =>
    ({ case: name, who, envelope: `<${own(who)}>`, header: lines, expect }) as const;
  const own = (who: Who) => ({ domain: me, address: one, 'other domain': far })[who];
  const bad = (name: string, ...lines: string[]) => header(name, lines, 'refused');
  const good = (name: string, ...lines: string[]) => header(name, lines, 'sent');
  return [
    // The envelope
    envelope('foreign envelope sender', `<${EVIL}>`, 'domain', 'refused'),
    envelope('envelope sender in a subdomain', `<hello@sub.${domain}>`, 'domain', 'refused'),
    envelope('envelope sender in a longer domain', `<hello@${domain}.bank.example.net>`, 'domain', 'refused'),
    envelope('envelope sender in a domain that ends alike', `<hello@not${domain}>`, 'domain', 'refused'),
    envelope('envelope sender at the host', '<hello@localhost>', 'domain', 'refused'),
    envelope('envelope sender with a source route', `<@${domain}:${EVIL}>`, 'domain', 'refused'),
    envelope('envelope sender as a bang path', '<bank.example.net!president>', 'domain', 'refused'),
    envelope('envelope sender by the percent hack', '<president%bank.example.net>', 'domain', 'refused'),
    envelope('quoted envelope sender', `<"${EVIL}">`, 'domain', 'refused'),
    envelope('line feed in the envelope sender', `<"hello\nFrom: ${EVIL}\n"@${domain}>`, 'domain', 'refused'),
    envelope('CR in a quoted local part', `<"hello\rFrom: ${EVIL}\r"@${domain}>`, 'domain', 'refused'),
    envelope('domain A as domain B', `<${far}>`, 'domain', 'refused'),
    envelope('domain B as domain A', `<${me}>`, 'other domain', 'refused'),
    envelope('one address as another of the domain', `<${me}>`, 'address', 'refused'),
    envelope('one address with a tag', `<orders+x@${domain}>`, 'address', 'sent'),
    envelope('one address with VERP', `<orders+a=inbox.example.net@${domain}>`, 'address', 'sent'),
    envelope('a tag alone', `<+orders@${domain}>`, 'address', 'refused'),
    envelope('a tag on another address', `<hello+orders@${domain}>`, 'address', 'refused'),
    envelope('the tag of a role', `<bounces+orders@${domain}>`, 'address', 'refused'),
    envelope('own envelope sender', `<${me}>`, 'domain', 'sent'),
    envelope('own envelope sender in capitals', `<HELLO@${domain.toUpperCase()}>`, 'domain', 'sent'),
    envelope('another own envelope sender', `<news@${domain}>`, 'domain', 'sent'),
    envelope('AUTH parameter names another', `<${me}> AUTH=${EVIL}`, 'domain', 'sent'),
    envelope('one address as itself', `<${one}>`, 'address', 'sent'),
    envelope('domain B as itself', `<${far}>`, 'other domain', 'sent'),
    envelope('null sender with an own From', '<>', 'domain', 'sent'),
    envelope('null sender with a foreign From', '<>', 'domain', 'refused', EVIL),
    // From: who
    bad('foreign From', `From: ${EVIL}`),
    bad('From in a subdomain', `From: hello@sub.${domain}`),
    bad('From in a longer domain', `From: hello@${domain}.bank.example.net`),
    bad('From at an IP literal', 'From: hello@[203.0.113.10]'),
    bad('From with a trailing dot', `From: hello@${domain}.`),
    bad('From domain A as domain B', `From: ${far}`),
    header('From domain B as domain A', [`From: ${me}`], 'refused', 'other domain'),
    header('one address writes another of the domain', [`From: ${me}`], 'refused', 'address'),
    header('one address with a tag', [`From: orders+x@${domain}`], 'sent', 'address'),
    header('a tag on another address', [`From: hello+orders@${domain}`], 'refused', 'address'),
    header('the tag of a role', [`From: postmaster+orders@${domain}`], 'refused', 'address'),
    header('one address beside another of the domain', [`From: ${one}, ${me}`], 'refused', 'address'),
    header('one address with the domain in the name', [`From: "${me}" <${one}>`], 'sent', 'address'),
    header('one address in capitals', [`From: ORDERS@${domain.toUpperCase()}`], 'sent', 'address'),
    good('own From', `From: ${me}`),
    good('own From with a name', `From: "Kitte, Inc." <${me}>`),
    good('own From in capitals', `From: Hello <HELLO@${domain.toUpperCase()}>`),
    good('another own address', `From: news@${domain}`),
    // Receivers differ on DMARC for several authors (RFC 9989): rspamd judges none at all.
    header('two own addresses', [`From: ${me}, news@${domain}`, `Sender: ${me}`], 'cut'),
    // How many
    bad('two From headers, the own first', `From: ${me}`, `From: ${EVIL}`),
    bad('two From headers, the own last', `From: ${EVIL}`, `From: ${me}`),
    bad('two own From headers', `From: ${me}`, `From: ${me}`),
    bad('a second From in small letters', `From: ${me}`, `from: ${EVIL}`),
    bad('a second From with a space before its colon', `From: ${me}`, `From : ${EVIL}`),
    bad('a second From with a tab before its colon', `From: ${me}`, `From\t: ${EVIL}`),
    bad('a second From after another header', `From: ${me}`, 'X-Between: 1', `FROM: ${EVIL}`),
    bad('own and foreign in one From', `From: ${me}, ${EVIL}`),
    bad('foreign and own in one From', `From: ${EVIL}, ${me}`),
    bad('own and foreign by a semicolon', `From: ${me}; ${EVIL}`),
    bad('ends in a comma', `From: ${me},`),
    // Display name
    bad('own address as a quoted name', `From: "${me}" <${EVIL}>`),
    bad('own address as a name', `From: ${me} <${EVIL}>`),
    bad('own address in brackets before', `From: <${me}> <${EVIL}>`),
    bad('own address in brackets after', `From: <${EVIL}> <${me}>`),
    bad('own address in a comment', `From: ${EVIL} (${me})`),
    bad('foreign address after the own', `From: <${me}> ${EVIL}`),
    bad('nested brackets', `From: <${EVIL}<${me}>>`),
    bad('quoted pair closes the name', `From: "x\\" <${me}>" <${EVIL}>`),
    bad('unclosed quote', `From: "x <${me}>`),
    bad('unclosed comment', `From: (x ${me}`),
    bad('quoted local part with an at sign', `From: "${EVIL}"@${domain}`),
    bad('two at signs', `From: ${EVIL}@${domain}`),
    bad('two at signs, the own first', `From: ${me}@bank.example.net`),
    bad('percent hack', `From: president%bank.example.net@localhost`),
    bad('source route', `From: <@${domain}:${EVIL}>`),
    good('a comment beside the own', `From: ${me} (Kitte (the team))`),
    good('comments within the own', `From: hello(a)@(b)${domain}`),
    // Groups
    bad('group of a foreign address', `From: Team: ${EVIL};`),
    bad('group of the own address', `From: Team: ${me};`),
    bad('own name on a group', `From: ${me}: ${EVIL};`),
    bad('empty group', 'From: undisclosed:;'),
    // Bytes and encodings
    bad('the address in an encoded word', `From: =?utf-8?q?hello=40${domain}?=`),
    bad('own address in an encoded name', `From: =?utf-8?b?${base64(me)}?= <${EVIL}>`),
    bad('encoded word in the local part', `From: =?utf-8?q?hello?=@bank.example.net`),
    bad('encoded word in the domain', `From: hello@=?utf-8?q?${domain}?=`),
    bad('8-bit bytes in the local part', `From: h\xe9llo@${domain}`),
    bad('UTF-8 look-alike domain', `From: hello@${utf8('exаmple.com')}`),
    bad('full-width at sign', `From: president${utf8('＠')}bank.example.net@${domain}`),
    bad('NUL after the own', `From: ${me}\0, ${EVIL}`),
    bad('NUL before the own', `From: ${EVIL}\0 <${me}>`),
    bad('NUL in a comment', `From: ${me} (\0) , ${EVIL}`),
    bad('bare CR and a second From', `From: ${me}\rFrom: ${EVIL}`),
    bad('bare LF and a second From', `From: ${me}\nFrom: ${EVIL}`),
    bad('CR CR LF and a second From', `From: ${me}\r\r\nFrom: ${EVIL}`),
    bad('vertical tab', `From: ${EVIL}\x0b<${me}>`),
    good('encoded name', `From: =?utf-8?q?J=C3=B6rg?= <${me}>`),
    good('8-bit name', `From: ${utf8('Jörg')} <${me}>`),
    // Folding and length
    bad('folded, foreign in the second line', 'From:', `\t${EVIL}`),
    bad('folded, own first', `From: ${me}`, ` , ${EVIL}`),
    bad('folded within the address', 'From: president@', ' bank.example.net'),
    bad('a foreign address far behind', `From: ${me} (${'x'.repeat(5000)}), ${EVIL}`),
    bad('a foreign address after 30 KiB', `From: ${me}`, ...folds(30), ` , ${EVIL}`),
    // Postfix cuts a header at 60,000 bytes before a milter sees it: so long a one is not taken.
    bad('a foreign address after 70 KiB', `From: ${me}`, ...folds(70), ` , ${EVIL}`),
    bad('a foreign address after 110 KiB', `From: ${me}`, ...folds(110), ` , ${EVIL}`),
    good('folded own', 'From: Kitte', ` <${me}>`),
    // Missing
    bad('no address', 'From: Kitte'),
    bad('empty From', 'From:'),
    bad('empty brackets', 'From: <>'),
    // Then the header ended before it, and the envelope sender completes it
    header(
      'a line that is no header before From',
      ['X-Nothing: 1', 'this is no header', `From: ${EVIL}`],
      'sent',
    ),
    good('no From at all', 'X-Nothing: 1'),
    { ...bad('no From, and the null sender', 'X-Nothing: 1'), envelope: '<>' },
    header('no From at all, by who owns the envelope domain', ['X-Nothing: 1'], 'sent', 'other domain'),
    // Other fields that say who it is from
    bad('foreign Sender', `From: ${me}`, `Sender: ${EVIL}`),
    bad('own and foreign Sender', `From: ${me}`, `Sender: ${me}`, `Sender: ${EVIL}`),
    bad('foreign Resent-From', `From: ${me}`, `Resent-From: ${EVIL}`),
    bad('foreign Resent-Sender', `From: ${me}`, `Resent-From: ${me}`, `Resent-Sender: ${EVIL}`),
    header('Sender of domain B', [`From: ${me}`, `Sender: ${far}`], 'refused'),
    header('one address with another as Sender', [`From: ${one}`, `Sender: ${me}`], 'refused', 'address'),
    good('own Sender', `From: ${me}`, `Sender: news@${domain}`),
    good('empty Sender', `From: ${me}`, 'Sender: '),
    bad('two own Senders', `From: ${me}`, `Sender: ${me}`, `Sender: ${me}`),
    bad('Resent-To without Resent-From', `From: ${me}`, `Resent-To: ${me}`),
    good('a blank before the colon of From', `From : ${me}`),
    good('own address as the name of the own', `From: ${me} <${me}>`),
    good('foreign address as the name of the own', `From: someone@elsewhere.example.net <${me}>`),
    good('own Resent-From', `From: ${me}`, `Resent-From: news@${domain}`),
    good('Reply-To elsewhere', `From: ${me}`, 'Reply-To: someone@elsewhere.example.net'),
  ];
}

/** Comment lines of a folded header, together so many KiB. */
const folds = (kib: number) => Array.from({ length: kib }, () => ` (${'x'.repeat(1018)})`);

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** As the bytes of its UTF-8. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1');

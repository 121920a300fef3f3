import { reaching } from '../../lib/cli/logs';
import { eventOf } from '../../lib/operate/log/event';
import { logKey } from '../../lib/operate/log/key';
import { deliveriesOf, livesOf } from '../../lib/operate/log/life';
import { journalLines } from '../../lib/operate/log/line';
import { about, naming } from '../../lib/operate/log/script';
import { inWords } from '../../lib/operate/log/words';

/** Lines of Postfix 3.10 and OpenDKIM 2.11 as a rehearsed server wrote them. */
const LOG = `postfix/submissions/smtpd C285220040: client=unknown[198.51.100.10], sasl_method=PLAIN, sasl_username=mailer
postfix/cleanup C285220040: message-id=<6abd2676@example.com>
opendkim C285220040: DKIM-Signature field added (s=kitte1, d=example.com)
postfix/qmgr C285220040: from=<postmaster@bounce.example.com>, size=582, nrcpt=1 (queue active)
postfix/smtp Untrusted TLS connection established to mx.inbox.example.net[198.51.100.25]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
postfix/smtp C285220040: to=<a@mx.inbox.example.net>, relay=mx.inbox.example.net[198.51.100.25]:25, delay=0.15, delays=0.06/0.01/0.06/0.01, dsn=5.7.1, status=bounced (host mx.inbox.example.net[198.51.100.25] said: 554 5.7.1 <a@mx.inbox.example.net>: Relay access denied (in reply to RCPT TO command))
postfix/bounce C285220040: sender non-delivery notification: AC6BD20042
postfix/qmgr C285220040: removed
postfix/pickup 64EF820040: uid=0 from=<app@example.com>
postfix/smtp 64EF820040: to=<q1@inbox.example.net>, relay=none, delay=30, delays=0.01/0/30/0, dsn=4.4.1, status=deferred (connect to mx.inbox.example.net[198.51.100.25]:25: Connection timed out)
postfix/postsuper 64EF820040: placed on hold
postfix/postsuper Placed on hold: 1 message
postfix/postsuper 64EF820040: released from hold
postfix/smtp 64EF820040: to=<q1@inbox.example.net>, relay=mx.inbox.example.net[198.51.100.25]:25, delay=0.29, delays=0.04/0.01/0.04/0.21, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as B60CEF6C97E)
postfix/postsuper 64EF820040: removed
postfix/submissions/smtpd NOQUEUE: lost connection after DATA from unknown[198.51.100.10]
postfix/submissions/smtpd NOQUEUE: reject: RCPT from unknown[198.51.100.10]: 553 5.7.1 <president@inbox.example.net>: Sender address rejected: not owned by user mailer; from=<president@inbox.example.net> to=<reader@inbox.example.net> proto=ESMTP helo=<laptop.example.net> sasl_method=PLAIN sasl_username=mailer
postfix/cleanup A83482003A: milter-reject: END-OF-MESSAGE from unknown[198.51.100.10]: 5.7.1 Command rejected; from=<hello@bounce.example.com> to=<reader@inbox.example.net> proto=ESMTP helo=<laptop.example.net>
postfix/cleanup A83482003A: removed (canceled)
postfix/local A454520040: to=<kitte@localhost>, orig_to=<app@bounce.example.com>, relay=local, delay=0.01, delays=0.01/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)
postfix/qmgr C285220040: from=<other@example.com>, size=1, nrcpt=1 (queue active)
kitte-clerk NOQUEUE: refused: login=mailer field=MAIL FROM address=president@inbox.example.net from=<president@inbox.example.net> to=<reader@inbox.example.net> words=553 5.7.1 The envelope sender president@inbox.example.net is not an address that login mailer may send as: that is @example.com
postfix/submissions/smtpd NOQUEUE: milter-reject: RCPT from unknown[198.51.100.10]: 553 5.7.1 The envelope sender president@inbox.example.net is not an address that login mailer may send as: that is @example.com; from=<president@inbox.example.net> to=<reader@inbox.example.net> proto=ESMTP helo=<client.example.net> sasl_method=PLAIN sasl_username=mailer
postfix/submissions/smtpd 3148F8003A: client=unknown[198.51.100.10], sasl_method=PLAIN, sasl_username=mailer
kitte-clerk 3148F8003A: refused: login=mailer field=From address=president@inbox.example.net from=<hello@example.com> to=<a@inbox.example.net> to=<b@inbox.example.net> words=550 5.7.1 From: president@inbox.example.net is not an address that login mailer may send as: that is @example.com
postfix/cleanup 3148F8003A: milter-reject: END-OF-MESSAGE from unknown[198.51.100.10]: 5.7.1 From: president@inbox.example.net is not an address that login mailer may send as: that is @example.com; from=<hello@example.com> to=<a@inbox.example.net> proto=ESMTP helo=<client.example.net>
kitte-clerk DDDBA8003D: refused: login=- field=Subject from=<hello@example.com> to=<reader@inbox.example.net> words=554 5.6.0 The field Subject stands there 2 times and may once: write it once
postfix/smtp E6ADB80040: to=<hello@six.example>, relay=none, delay=0.04, delays=0.03/0/0.01/0, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name=mx.six.example type=A: Host found but no data record of requested type)`;

const events = LOG.split('\n').flatMap((line, second) => {
  const [, program = '', text = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
  return eventOf({ at: new Date(second * 1000), program, text }) ?? [];
});
const lives = livesOf(events);

test('every line about a message is understood, and no other is taken for one', () => {
  expect(events.filter(({ kind }) => kind === 'other')).toEqual([]);
  expect(lives.map(({ queueId, events: own }) => [queueId, ...own.map(({ kind }) => kind)])).toEqual([
    ['C285220040', 'taken', 'named', 'signed', 'queued', 'delivery', 'notice', 'removed'],
    ['64EF820040', 'composed', 'delivery', 'held', 'released', 'delivery', 'deleted'],
    ['NOQUEUE', 'refused'],
    ['A83482003A', 'refused', 'cancelled'],
    ['A454520040', 'delivery'],
    // The same id, given again when its message was gone.
    ['C285220040', 'queued'],
    ['NOQUEUE', 'judged', 'refused'],
    ['3148F8003A', 'taken', 'judged', 'refused'],
    ['DDDBA8003D', 'judged'],
    ['E6ADB80040', 'delivery'],
  ]);
});

test('what a life knows', () => {
  expect(lives[0]).toMatchObject({
    ...{ messageId: '6abd2676@example.com', login: 'mailer', sender: 'postmaster@bounce.example.com' },
  });
  expect(lives[2]).toMatchObject({ login: 'mailer', sender: 'president@inbox.example.net' });
});

test('the last word on a recipient counts', () => {
  expect(lives.map((life) => deliveriesOf(life).map(({ status, dsn }) => `${status} ${dsn}`))).toEqual([
    ['bounced 5.7.1'],
    ['sent 2.0.0'],
    [],
    [],
    ['sent 2.0.0'],
    [],
    [],
    [],
    [],
    ['bounced 5.4.4'],
  ]);
});

test.each([
  [
    4,
    'BOUNCED for a@mx.inbox.example.net at mx.inbox.example.net[198.51.100.25]:25 after 0.15 s (5.7.1): host',
  ],
  [5, 'notice of failure sent to its sender as AC6BD20042'],
  [8, 'waits for q1@inbox.example.net after 30 s (4.4.1): connect to'],
  [
    13,
    'refused, to reader@inbox.example.net: 553 5.7.1 <president@inbox.example.net>: Sender address rejected',
  ],
  [14, 'refused, to reader@inbox.example.net: 5.7.1 Command rejected'],
  [
    18,
    'may not go: login mailer, field MAIL FROM, address president@inbox.example.net: 553 5.7.1 The envelope sender',
  ],
  [
    21,
    'may not go: login mailer, field From, address president@inbox.example.net: 550 5.7.1 From: president',
  ],
  [
    23,
    'may not go: login (none: the server itself), field Subject: 554 5.6.0 The field Subject stands there',
  ],
  [24, 'mx.six.example has no IPv4 address, and this server sends over IPv4 alone'],
])('event %i in words', (at, words) => expect(inWords(events[at]!)).toContain(words));

test("the journal's entries in the order of time, whatever order they came in", () => {
  const entry = (time: string, message: unknown) =>
    JSON.stringify({ __REALTIME_TIMESTAMP: time, SYSLOG_IDENTIFIER: 'postfix/qmgr', MESSAGE: message });
  const printed = [entry('2000000', 'b'), '-- No entries --', entry('1000000', [97, 233])].join('\n');
  expect(journalLines(printed).map(({ at, text }) => [at.getTime(), text])).toEqual([
    [1000, 'aé'],
    [2000, 'b'],
  ]);
});

test.each([
  ['64ef820040', { kind: 'queue-id', queueId: '64EF820040' }],
  ['<a@b.example>', { kind: 'address', address: 'a@b.example' }],
  ["o'x{{ssm:y}}@b.example", { kind: 'address', address: "o'x{{ssm:y}}@b.example" }],
  ['x;rm', undefined],
  ['a b@c', undefined],
  ['', undefined],
])('by %j', (written, key) => expect(logKey(written)).toEqual(key));

test('an address is looked for as it is written, and is no pattern', () => {
  const pattern = new RegExp(naming('a.b+c@d.example'), 'i');
  expect(pattern.test('X: to=<A.b+c@d.example>, relay=none')).toBe(true);
  expect(pattern.test('X: message-id=<a.b+c@d.example>')).toBe(true);
  expect(pattern.test('X: to=<aXb+c@d.example>, relay=none')).toBe(false);
  expect(pattern.test('X: to=<xa.b+c@d.example>, relay=none')).toBe(false);
  expect(new RegExp(about(['AB1', 'CD2'])).test('CD2: removed')).toBe(true);
  expect(new RegExp(about(['AB1', 'CD2'])).test('XCD2: removed')).toBe(false);
});

test('how far back the log goes is said', () => {
  expect(reaching(new Date('2026-11-20T04:05:06Z'))).toBe(
    'The log has lines of mail since 2026-11-20 04:05:06.',
  );
  expect(reaching(undefined)).toBe('The log has no line of mail at all.');
});

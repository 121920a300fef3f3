import { handedOn } from '../../../lib/rehearsal/judge/strictness';

const LOG = `
4F1A220038: to=<sender+1a2b@picky.example.net>, relay=mx.picky.example.net[198.51.100.28]:25, delay=0.2, delays=0.1/0/0.1/0, dsn=4.1.8, status=deferred (host mx.picky.example.net[198.51.100.28] said: 450 4.1.8 <a@news.example.com>: Sender address rejected: Domain not found (in reply to RCPT TO command))
4F1A220038: to=<helo+1a2b@picky.example.net>, relay=mx.picky.example.net[198.51.100.28]:25, delay=0.2, delays=0.1/0/0.1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as E84B4F6C871)
4F1A220038: to=<reader+1a2b@strict.example.net>, relay=mx.strict.example.net[198.51.100.26]:25, delay=0.2, delays=0.1/0/0.1/0, dsn=5.0.0, status=bounced (host mx.strict.example.net[198.51.100.26] said: 550 maximum allowed line length is 998 octets, got 1500 (in reply to end of DATA command))
4F1A220038: to=<spf+1a2b@picky.example.net>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.picky.example.net[198.51.100.28]:25: Connection timed out)
4F1A220038: to=<reader+9z@strict.example.net>, relay=mx.strict.example.net[198.51.100.26]:25, delay=0.2, delays=0.1/0/0.1/0, dsn=4.0.0, status=deferred (host mx.strict.example.net[198.51.100.26] refused to talk to me: 550 HELO argument does not match calling host)
4F1A220038: from=<a@news.example.com>, size=1800, nrcpt=4 (queue active)
`;

test('the receiver’s own words on each recipient are read from the sender’s log', () => {
  expect(handedOn(LOG).map(({ to, status, words }) => [to.split('+')[0], status, words])).toEqual([
    ['sender', 'deferred', '450 4.1.8 <a@news.example.com>: Sender address rejected: Domain not found'],
    ['helo', 'sent', '250 2.0.0 Ok: queued as E84B4F6C871'],
    ['reader', 'bounced', '550 maximum allowed line length is 998 octets, got 1500'],
    ['spf', 'deferred', 'connect to mx.picky.example.net[198.51.100.28]:25: Connection timed out'],
    ['reader', 'deferred', '550 HELO argument does not match calling host'],
  ]);
});

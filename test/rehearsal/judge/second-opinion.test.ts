import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign';
import { dkimTxtValue } from '../../../lib/dns/dkim';
import { secondOpinion } from '../../../lib/rehearsal/judge/second-opinion';
import { worldResolver } from '../../../lib/rehearsal/judge/world-resolver';
import { signedByHand } from '../../fixtures/signed-by-hand';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const zone: Record<string, string[]> = {
  'TXT example.com': ['"v=spf1 ip4:203.0.113.9 -all"'],
  'TXT _dmarc.example.com': ['"v=DMARC1; p=reject"'],
  'TXT kitte1._domainkey.example.com': [dkimTxtValue(keys.publicKey)],
  'TXT kitte1._domainkey.news.example.com': [dkimTxtValue(keys.publicKey)],
  'TXT news.example.com': ['"v=spf1 ip4:203.0.113.9 -all"'],
  'TXT _dmarc.strict.example': ['"v=DMARC1; p=reject; adkim=s; aspf=s"'],
  'TXT news.strict.example': ['"v=spf1 ip4:203.0.113.9 -all"'],
  'TXT kitte1._domainkey.strict.example': [dkimTxtValue(keys.publicKey)],
  'TXT kitte1._domainkey.news.strict.example': [dkimTxtValue(keys.publicKey)],
};
const resolver = worldResolver({
  lookup: (name, type) => Promise.resolve(zone[`${type} ${name}`] ?? []),
});
const envelope = {
  ip: '203.0.113.9',
  helo: 'mail.example.com',
  sender: 'hello@example.com',
  mta: 'mx.inbox.example.net',
};
const letter = [
  ...['From: hello@example.com', 'To: reader@inbox.example.net', 'Subject: A stamp'],
  ...['Date: Fri, 02 Jan 2026 03:04:05 +0000', 'Message-ID: <1@example.com>', '', 'Pay 10 euro.', ''],
].join('\r\n');

async function signed(): Promise<string> {
  const key = {
    signingDomain: 'example.com',
    selector: 'kitte1',
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  // mailauth's types want the key at the top, its code in the list.
  const { signatures, errors } = await dkimSign(letter, { ...key, signatureData: [key] });
  expect(errors).toEqual([]);
  return signatures + letter;
}

async function opinion(message: string, changes: Partial<typeof envelope> = {}) {
  const verdicts = await secondOpinion(Buffer.from(message), { ...envelope, ...changes }, resolver);
  for (const { pass, seen } of verdicts) expect(pass).toBe(seen === 'pass');
  return Object.fromEntries(verdicts.map(({ id, seen }) => [id, seen]));
}

test('a good message passes, with the key as Kitte publishes it', async () => {
  expect(await opinion(await signed())).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
});

// mailauth calls a body that does not match its hash neutral, and a broken signature a fail.
test.each([
  ['body', '10 euro', '99 euro', 'neutral'],
  ['subject', 'A stamp', 'A bill', 'fail'],
])('a tampered %s does not pass DKIM; from a foreign address nothing passes', async (_, was, is, dkim) => {
  const tampered = (await signed()).replace(was, is);
  expect(tampered).toContain(is);
  expect(await opinion(tampered)).toEqual({ spf: 'pass', dkim, dmarc: 'pass' });
  const foreign = await opinion(tampered, { ip: '198.51.100.10' });
  expect(foreign).toEqual({ spf: 'fail', dkim, dmarc: 'fail' });
});

test('an unsigned message of a domain without records has no results at all', async () => {
  const stranger = letter.replaceAll('example.com', 'example.org');
  expect(await opinion(stranger, { sender: 'hello@example.org', helo: 'x.example.org' })).toEqual({
    spf: 'none',
    dkim: 'none',
    dmarc: 'none',
  });
});

async function judged(message: Buffer, changes: Partial<typeof envelope> = {}) {
  const verdicts = await secondOpinion(message, { ...envelope, ...changes }, resolver);
  return Object.fromEntries(verdicts.map(({ id, seen }) => [id, seen]));
}

// The last octet of "\u00e0" in UTF-8 is A0, a space to a pattern that reads octets as Latin-1.
test.each(['Voil\u00e0', 'Voil\u00e0  un timbre \u00e0 deux francs', 'caf\u00e9'])(
  'a good signature over the raw subject %s holds, and over another does not',
  async (subject) => {
    const message = signedByHand(
      Buffer.from(letter.replace('A stamp', subject)),
      'example.com',
      keys.privateKey,
    );
    expect(await judged(message)).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
    const changed = Buffer.from(message.toString('latin1').replace(/Subject: (.)/, 'Subject: $1 '), 'latin1');
    expect(await judged(changed)).toMatchObject({ dkim: 'fail' });
  },
);

// RFC 9989: strict alignment asks for the very domain of From, relaxed for its organization's.
test.each([
  ['relaxed', 'example.com', 'news.example.com', 'pass'],
  ['strict', 'strict.example', 'strict.example', 'pass'],
  ['strict', 'strict.example', 'news.strict.example', 'fail'],
])('%s alignment: From %s, signed and sent by %s: %s', async (_, from, by, dmarc) => {
  const message = signedByHand(Buffer.from(letter.replaceAll('example.com', from)), by, keys.privateKey);
  const sender = `hello@news.${from}`;
  expect(await judged(message, { sender })).toEqual({ spf: 'pass', dkim: 'pass', dmarc });
});

import { thirdOpinion } from '../../../lib/rehearsal/judge/third-opinion';

const envelope = {
  ip: '192.0.2.1',
  helo: 'mail.example.com',
  sender: 'a@example.com',
  mta: 'mx.example.net',
};
const spf = { result: 'pass', words: 'sender SPF authorized' };
const dkim = (result: string, domain = 'example.com') => ({ result, domain, words: '' });

async function opinion(said: object) {
  const receiver = { verifiers: () => Promise.resolve(JSON.stringify(said)) };
  const verdicts = await thirdOpinion(receiver, '', envelope, 'example.com');
  for (const { pass, seen } of verdicts) expect(pass).toBe(seen === 'pass');
  return verdicts.map(({ seen }) => seen);
}

test('one signature of the domain that verifies is enough', async () => {
  expect(await opinion({ spf, dkim: [dkim('fail'), dkim('pass')] })).toEqual(['pass', 'pass']);
});

test("another domain's signature is none of ours, and a broken one is a failure", async () => {
  expect(await opinion({ spf, dkim: [dkim('pass', 'example.net')] })).toEqual(['pass', 'none']);
  expect(await opinion({ spf: { ...spf, result: 'fail' }, dkim: [dkim('fail')] })).toEqual(['fail', 'fail']);
  expect(await opinion({ spf: { ...spf, result: 'none' }, dkim: [] })).toEqual(['none', 'none']);
});

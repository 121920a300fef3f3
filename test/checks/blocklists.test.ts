import { rows } from './fake';
import { own } from './own';

test('an error answer of a blocklist is no listing', async () => {
  const zone = { '25.2.0.192.zen.spamhaus.org A': ['127.255.255.254'] };
  const row = own(await rows({ zone })).find(({ subject }) => subject.startsWith('Spamhaus'));
  expect(row).toMatchObject({ verdict: 'skip', seen: expect.stringContaining('127.255.255.254') as string });
});

test('a key of Spamhaus is used', async () => {
  const zone = {
    '25.2.0.192.k.zen.dq.spamhaus.net A': ['127.0.0.4'],
    '2.0.0.127.k.zen.dq.spamhaus.net A': ['127.0.0.2'],
  };
  const row = own(await rows({ zone, facts: { spamhausKey: 'k' } })).find(({ subject }) =>
    subject.startsWith('Spamhaus'),
  );
  expect(row).toMatchObject({ verdict: 'fail', seen: 'listed: 127.0.0.4' });
});

test('a list that does not answer has not said that all is well', async () => {
  const all = own(await rows({ zone: { '2.0.0.127.bl.spamcop.net A': [] } }));
  expect(all.find(({ subject }) => subject.startsWith('SpamCop'))?.verdict).toBe('skip');
});

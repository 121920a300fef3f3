import { permission } from '../../lib/checks/caa-permission';
import { rowOf } from './fake';

const of = (caa: Record<string, readonly string[]>) => rowOf('caa', { caa });

test('no record, and the closest above the host, decide', async () => {
  expect(await of({})).toMatchObject({ verdict: 'pass' });
  const ours = ['0 issue "letsencrypt.org"'];
  const others = ['0 issue "pki.example"'];
  expect(await of({ 'example.com': others })).toMatchObject({
    verdict: 'fail',
    next: 'Add 0 issue "letsencrypt.org" to the CAA record set of example.com.',
    runbook: 'docs/runbook.md#check-preflight-caa',
  });
  expect(await of({ 'example.com': others, 'mail.example.com': ours })).toMatchObject({ verdict: 'pass' });
  expect(await of({ 'example.com': ours, 'mail.example.com': others })).toMatchObject({ verdict: 'fail' });
  expect(await of({ com: others })).toMatchObject({ verdict: 'fail' });
});

test.each([
  [['0 issue ";"'], 'refused'],
  [['0 issue "pki.example"'], 'refused'],
  [['0 issue ";"', '0 issue "letsencrypt.org"'], 'allowed'],
  [['0 ISSUE "LetsEncrypt.org"'], 'allowed'],
  [['0 issue "notletsencrypt.org"'], 'refused'],
  // Wildcards and reports restrict nobody who asks for one host.
  [['0 issuewild ";"', '0 iodef "mailto:security@example.com"'], 'free'],
  [['0 issue "letsencrypt.org; validationmethods=dns-01"'], 'allowed'],
  [['0 issue "letsencrypt.org;validationmethods=http-01,DNS-01"'], 'allowed'],
  [['0 issue "letsencrypt.org; validationmethods=http-01"'], 'method'],
  [['0 issue "letsencrypt.org; accounturi=https://acme.example/acct/1"'], 'account'],
  [
    ['0 issue "letsencrypt.org; accounturi=https://acme.example/acct/1"', '0 issue "letsencrypt.org"'],
    'allowed',
  ],
  [['128 issue "letsencrypt.org"'], 'allowed'],
  [['128 tbs "unknown"', '0 issue "letsencrypt.org"'], 'critical'],
  [['0 tbs "unknown"'], 'free'],
])('%j is %s', (values, kind) => {
  expect(permission(values, 'letsencrypt.org', 'dns-01')).toMatchObject({ kind });
});

test.each([
  [
    '0 issue "letsencrypt.org; accounturi=https://acme.example/acct/1"',
    'warn',
    /ACME account https:\/\/acme\.example\/acct\/1/,
  ],
  ['0 issue "letsencrypt.org; validationmethods=http-01"', 'warn', /Only by http-01/],
  ['128 tbs "x"', 'fail', /critical property tbs/],
])('%s is %s', async (value, verdict, next) => {
  const row = await of({ 'example.com': [value] });
  expect(row).toMatchObject({ verdict, next: expect.stringMatching(next) as string });
});

test('of an authority without a name in the config nothing can be said', async () => {
  const environment = { certificate: { directoryUrl: 'https://acme.example/directory' } };
  expect(await rowOf('caa', { environment })).toMatchObject({ verdict: 'skip' });
});

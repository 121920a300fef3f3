import { LookupError } from '../../lib/checks/probe';
import type { Environment } from '../../lib/config/environment';
import { rowOf, rows, type Changes } from './fake';

const host = 'mail.example.com';
const created: Partial<Environment> = {
  hostedZone: { kind: 'created', name: 'example.com', delegated: false },
  served: ['example.com'],
  mx: true,
};
const nobody = { mx: {} };

describe('a zone that the deploy creates', () => {
  test('this server takes the mail where nobody does, a null MX among them; its own MX of before is nobody else’s', async () => {
    for (const mx of [{}, { 'example.com': [`10 ${host}`] }, { 'example.com': ['0 '] }])
      expect(await rowOf('mx', { environment: created, mx })).toMatchObject({
        verdict: 'pass',
        seen: `10 ${host}, by this config`,
      });
  });

  test('an MX of today stops until the config says which', async () => {
    const mx = { 'example.com': ['5 mx.provider.example', '10 b.provider.example'] };
    expect(await rowOf('mx', { environment: created, mx })).toMatchObject({
      verdict: 'fail',
      seen: 'example.com MX 5 mx.provider.example, 10 b.provider.example',
      next: expect.stringContaining("mx: ['5 mx.provider.example', '10 b.provider.example']") as string,
    });
    for (const said of [
      { mxSaid: true },
      { mxSaid: true, mx: false, served: [], exchangers: ['5 mx.provider.example'] },
    ])
      expect(await rowOf('mx', { environment: { ...created, ...said }, mx })).toMatchObject({
        verdict: 'pass',
      });
  });

  test('an envelope domain that others take mail for stops too', async () => {
    const environment = {
      ...created,
      envelopeDomain: 'b.example.com',
      served: ['b.example.com', 'example.com'],
    };
    const envelope = await rowOf('mx', { environment, mx: { 'b.example.com': ['10 mx.provider.example'] } });
    expect(envelope).toMatchObject({
      verdict: 'fail',
      next: expect.stringMatching(/another envelopeDomain\.$/) as string,
    });
  });

  test('a look-up without an answer is said, and stops nothing', async () => {
    const silent = { 'example.com': new LookupError('MX example.com', 'ETIMEOUT') };
    const found = (await rows({ environment: created, mx: silent })).filter(({ id }) => id === 'mx');
    expect(found).toMatchObject([
      { verdict: 'skip', seen: 'the resolver has no answer for MX example.com: ETIMEOUT' },
    ]);
  });

  test('`mx: false` leaves nobody to answer, until the zone is there and somebody publishes one', async () => {
    const environment = { ...created, mxSaid: true, mx: false, served: [] };
    const mx = { 'example.com': ['10 mx.provider.example'] };
    expect(await rowOf('mx', { environment, mx })).toMatchObject({ verdict: 'fail' });
    const hostedZone = { kind: 'created', name: 'example.com', delegated: true } as const;
    const delegated: Changes = { environment: { ...environment, hostedZone }, mx };
    expect((await rows(delegated)).find(({ id }) => id === 'mx')).toMatchObject({
      // The zone is said to be delegated, and there is none yet.
      verdict: 'skip',
      next: 'Mend delegation first.',
    });
  });
});

describe('a zone that is there', () => {
  test.each<[string, Changes, RegExp]>([
    ['an MX of others', {}, /^10 mx\.office\.example: others take its mail$/],
    ['an address alone', { ...nobody, a: { 'example.com': ['192.0.2.80'] } }, /^no MX; .*192\.0\.2\.80/],
    ['its own', { ...nobody, environment: { mx: true, served: ['example.com'] } }, /by this config$/],
    [
      'exchangers that the deploy publishes',
      { ...nobody, environment: { exchangers: ['10 mx.provider.example'] } },
      /^10 mx\.provider\.example, by this config$/,
    ],
    ['the host of the same name', { ...nobody, environment: { hostName: 'example.com' } }, /own address$/],
  ])('passes with %s, and names it', async (_, changes, seen) => {
    expect(await rowOf('mx', changes)).toMatchObject({
      verdict: 'pass',
      seen: expect.stringMatching(seen) as string,
    });
  });

  test.each<[string, Changes, string, RegExp]>([
    ['nobody', nobody, 'MX example.com', /^Set mx: true/],
    ['a null MX', { mx: { 'example.com': ['0 '] } }, 'MX example.com', /RFC 7505/],
    [
      'nobody at the envelope domain',
      { environment: { envelopeDomain: 'b.example.com' } },
      'MX b.example.com',
      /b\.example\.com; or publish/,
    ],
  ])('fails with %s', async (_, changes, subject, next) => {
    const failing = (await rows(changes)).filter(({ verdict }) => verdict === 'fail');
    expect(failing).toMatchObject([{ id: 'mx', subject, next: expect.stringMatching(next) as string }]);
    const [japanese] = (await rows(changes, 'ja')).filter(({ verdict }) => verdict === 'fail');
    expect(japanese?.next).toMatch(/[ぁ-ん]/);
  });

  test('a look-up without an answer is no verdict', async () => {
    const mx = { 'example.com': new LookupError('MX example.com', 'ESERVFAIL') };
    expect(await rowOf('mx', { mx })).toMatchObject({ verdict: 'skip' });
  });
});

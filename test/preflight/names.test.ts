import { settingsDocument } from '../../lib/machine/settings';
import { settingsHash } from '../../lib/contract/settings';
import { absent, denied, environment, rowOf, rows, yes, type Changes } from './fake';

const parameters =
  (settings: string | undefined, report: string | undefined) =>
  (name: string): ReturnType<typeof yes<string>> => {
    const found = name.endsWith('/settings')
      ? settings
      : name.endsWith('/status')
        ? report
        : 'ami-0aaaaaaaaaaaaaaaa';
    return found === undefined ? Promise.resolve(absent('ssm:GetParameter')) : yes(found);
  };
const old = {
  domain: 'old.example.com',
  envelopeDomain: 'old.example.com',
  hostName: environment.hostName,
  ...{ selectors: ['kitte1'], mx: false, domainTxt: [], over: false },
};
const KEY = 'old.example.com mail.example.com';
const names = (changes: Changes) => rowOf('names', changes);
const deployed = settingsDocument(environment);

test('before the first deploy, and with the names of always, there is nothing to say', async () => {
  expect(await names({ account: { parameter: parameters(undefined, undefined) } })).toMatchObject({
    verdict: 'pass',
    seen: 'nothing is deployed yet',
  });
  expect(await names({ account: { parameter: parameters(deployed, '{}') } })).toMatchObject({
    verdict: 'pass',
    seen: 'example.com, signed with kitte1',
  });
});

test('a name that changes in silence fails, with what to paste', async () => {
  const before = settingsDocument({
    ...environment,
    domain: 'old.example.com',
    envelopeDomain: 'old.example.com',
  });
  const account = { parameter: parameters(before, '{}') };
  const row = await names({ account });
  expect(row).toMatchObject({ verdict: 'fail' });
  expect(row?.seen).toMatch(/^domain old\.example\.com becomes example\.com/);
  expect(row?.next).toContain('former: [{"domain":"old.example.com"');
  expect(await names({ account, environment: { former: [old] } })).toMatchObject({
    verdict: 'pass',
    subject: KEY,
  });
});

test('it says when nothing waits any more, and not before', async () => {
  const before = settingsDocument({ ...environment, former: [old] });
  const look = (report: string, over: boolean) =>
    names({
      account: { parameter: parameters(before, report) },
      environment: { former: [{ ...old, over }] },
    });
  const told = (word: string) => JSON.stringify({ state: 'converged', former: `${KEY}: ${word}` });
  expect(await look(told('dry'), false)).toMatchObject({ verdict: 'warn', subject: KEY });
  expect(await look(told('dry'), true)).toMatchObject({ verdict: 'pass' });
  for (const report of [told('waiting'), '{}', '{"state":', 'null'])
    expect(await look(report, true)).toMatchObject({ verdict: 'fail' });
});

test('names that never came into force may go again', async () => {
  const next = settingsDocument({
    ...environment,
    domain: 'old.example.com',
    envelopeDomain: 'old.example.com',
  });
  const { domain, envelopeDomain, dkim } = environment;
  const report = (settings: string) =>
    JSON.stringify({ state: 'converged', settings, held: `${domain} ${envelopeDomain} ${dkim.active}` });
  const look = (settings: string) => names({ account: { parameter: parameters(next, report(settings)) } });
  expect(await look(settingsHash(next))).toMatchObject({ verdict: 'pass' });
  expect(await look('of others')).toMatchObject({ verdict: 'fail' });
});

test('what AWS does not tell is skipped; in Japanese the verdicts are the same', async () => {
  const parameter = () => Promise.resolve(denied('ssm:GetParameter'));
  expect(await names({ account: { parameter } })).toMatchObject({ verdict: 'skip' });
  const before = settingsDocument({ ...environment, domain: 'old.example.com' });
  const changes = { account: { parameter: parameters(before, '{}') } };
  const japanese = (await rows(changes, 'ja')).find(({ id }) => id === 'names');
  expect(japanese).toMatchObject({ verdict: 'fail' });
  expect(japanese?.seen).toMatch(/変わります/);
});

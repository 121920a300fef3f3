import { gate, type VerifyProperties } from '../../../lib/constructs/verify/gate';
import type { Lookup } from '../../../lib/checks/probe';
import { answer, environment, facts, NOW, secureOf, zone, type Zone } from '../../checks/fake';
import { event } from '../event';
import { FakeAws } from '../fake-aws';

const ADDRESS = facts.address.value ?? '';
const properties: VerifyProperties = {
  Mode: 'fail',
  Environment: JSON.stringify(environment),
  Address: ADDRESS,
  Dkim: facts.dkim.value ?? {},
  StatusParameter: '/kitte/prod/status',
};
const LISTED = { '25.2.0.192.bl.spamcop.net A': ['127.0.0.2'] };

/** Looks one after another, each at its own state of the world; the last one stays. */
function world(status: string, ...states: (Zone | 'good')[]) {
  const ports: number[] = [];
  let looks = 0;
  const cloudFormation = new FakeAws({ DescribeStacks: () => ({ Stacks: [{ StackStatus: status }] }) });
  const ssm = new FakeAws({
    GetParameter: () => ({ Parameter: { Value: JSON.stringify({ state: 'converged', port25: 'closed' }) } }),
  });
  const handle = gate({
    cloudFormation,
    ssm,
    patienceMs: 1000,
    reportMs: 100,
    pauseMs: 1,
    probe: () => {
      const state = states[Math.min(looks, states.length - 1)] ?? 'good';
      looks += 1;
      const records = { ...zone, ...(state === 'good' ? {} : state) };
      const lookup: Lookup = (name, type) => Promise.resolve(records[`${name} ${type}`] ?? []);
      return {
        lookup,
        secure: secureOf('unsigned', records),
        smtp: (_address, _name, visit) => {
          ports.push(visit.port);
          return Promise.resolve(answer(visit));
        },
        now: () => NOW,
      };
    },
  });
  return { handle, ports, cloudFormation, looks: () => looks };
}

test('a good server passes at the first look, without credentials and without a login', async () => {
  const { handle, looks, cloudFormation } = world('CREATE_IN_PROGRESS', 'good');
  const { Data } = await handle(event('Create', properties));
  expect(Data?.['Verdict']).toMatch(/^pass: (\d+) of \1$/);
  // Closed is no failure, even in the mode `fail`.
  expect(Data?.['Port25']).toMatch(/^closed /);
  expect({ looks: looks(), calls: cloudFormation.calls }).toEqual({ looks: 1, calls: [] });
});

test('what comes right within the patience is no fault', async () => {
  const gone = { 'mail.example.com A': [] };
  const { handle, looks } = world('CREATE_IN_PROGRESS', gone, gone, 'good');
  expect((await handle(event('Create', properties))).Data?.['Verdict']).toMatch(/^pass: /);
  expect(looks()).toBe(3);
});

test('`fail` refuses what stays wrong, by name and with the next step', async () => {
  const { handle, looks } = world('UPDATE_IN_PROGRESS', LISTED);
  await expect(handle(event('Update', properties))).rejects.toThrow(
    /mail\.example\.com is not as it should be: fail: \d+ of \d+; blocklist .*listed: 127\.0\.0\.2.*Next: Ask for removal/,
  );
  // A list does not change its mind within a minute.
  expect(looks()).toBe(1);
});

test('`warn` tells the same and lets it stand', async () => {
  const { handle } = world('UPDATE_IN_PROGRESS', LISTED);
  const { Data } = await handle(event('Update', { ...properties, Mode: 'warn' }));
  expect(Data?.['Verdict']).toMatch(/^fail: .*listed/);
});

test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'])('%s is not stopped', async (status) => {
  const { handle } = world(status, LISTED);
  expect((await handle(event('Update', properties))).Data?.['Verdict']).toMatch(/^fail: /);
});

test('a warning stops nothing', async () => {
  const { handle } = world('UPDATE_IN_PROGRESS', { 'mail.example.com AAAA': ['2001:db8::1'] });
  expect((await handle(event('Update', properties))).Data?.['Verdict']).toMatch(/^warn: .*2001:db8::1/);
});

test.each([
  [
    [],
    /^waiting: example\.com is not delegated\. Next: set its name servers .*NameServers.*delegated to true/,
  ],
  [['ns-1.example.org'], /^waiting: example\.com is delegated now\. Next: set hostedZone\.delegated to true/],
])('a created zone that is not delegated waits and never fails (name servers: %j)', async (seen, words) => {
  const created = { ...environment, hostedZone: { kind: 'created', name: 'example.com', delegated: false } };
  const { handle, ports } = world('CREATE_IN_PROGRESS', { 'example.com NS': seen, 'mail.example.com A': [] });
  const asked = { ...properties, Environment: JSON.stringify(created) };
  expect((await handle(event('Create', asked))).Data?.['Verdict']).toMatch(words);
  expect(ports).toEqual([]);
});

test('a removed gate looks at nothing', async () => {
  const { handle, looks } = world('DELETE_IN_PROGRESS', LISTED);
  await handle(event('Delete', properties));
  expect(looks()).toBe(0);
});

describe('a server of several domains', () => {
  const other = {
    ...environment,
    ...{ domain: 'news.example.org', envelopeDomain: 'news.example.org', beside: true },
    ...{ mx: false, served: [], hostedZone: { kind: 'given', id: 'Z2', name: 'example.org' } },
    hostZone: environment.hostedZone,
  };
  const two = {
    ...properties,
    Others: [{ Environment: JSON.stringify(other), Dkim: facts.dkim.value ?? {} }],
  };
  const records = {
    'example.org NS': ['ns-3.example.net'],
    'news.example.org TXT': zone['bounce.example.com TXT'] ?? [],
    'news.example.org MX': ['10 mx.office.example'],
    '_dmarc.news.example.org TXT': zone['_dmarc.example.com TXT'] ?? [],
    'kitte1._domainkey.news.example.org TXT': zone['kitte1._domainkey.example.com TXT'] ?? [],
    '_submissions._tcp.news.example.org SRV': zone['_submissions._tcp.example.com SRV'] ?? [],
    '_submission._tcp.news.example.org SRV': zone['_submission._tcp.example.com SRV'] ?? [],
  };

  test('passes when all of them do', async () => {
    const { handle } = world('CREATE_IN_PROGRESS', records);
    const one = await world('CREATE_IN_PROGRESS', 'good').handle(event('Create', properties));
    const { Data } = await handle(event('Create', two));
    expect(Data?.['Verdict']).toMatch(/^pass: (\d+) of \1$/);
    const count = (verdict: unknown) => Number(/\d+/.exec(String(verdict))?.[0]);
    expect(count(Data?.['Verdict'])).toBeGreaterThan(count(one.Data?.['Verdict']) + 8);
  });

  test('is refused for one of them, by its name', async () => {
    const { handle } = world('CREATE_IN_PROGRESS', { ...records, '_dmarc.news.example.org TXT': [] });
    await expect(handle(event('Create', two))).rejects.toThrow(
      /fail: \d+ of \d+; news\.example\.org dmarc-record/,
    );
  });

  test('is not refused for one whose zone is not delegated yet, and says so', async () => {
    const hostedZone = { kind: 'created', name: 'example.org', delegated: false };
    const Others = [{ Environment: JSON.stringify({ ...other, hostedZone }), Dkim: {} }];
    const { handle } = world('CREATE_IN_PROGRESS', {});
    expect((await handle(event('Create', { ...properties, Others }))).Data?.['Verdict']).toMatch(
      /^pass: (\d+) of \1; waiting: example\.org is not delegated/,
    );
  });

  test('of which hundreds are wrong is told within what CloudFormation takes', async () => {
    const Others = Array.from({ length: 200 }, (_, at) => ({
      Environment: JSON.stringify({ ...other, domain: `d${String(at)}.example.org` }),
      Dkim: {},
    }));
    const { handle } = world('CREATE_IN_PROGRESS', records);
    const { Data } = await handle(event('Create', { ...properties, Mode: 'warn', Others }));
    expect(Buffer.byteLength(JSON.stringify(Data))).toBeLessThan(4096);
    expect(Data?.['Verdict']).toMatch(
      /^fail: \d+ of \d+; d0\.example\.org .*; \d+ more, which npm run kitte -- doctor shows$/,
    );
  });
});

test('records that a person has not entered yet are named, and fail no deploy', async () => {
  const elsewhere = { ...environment, hostedZone: { kind: 'elsewhere', name: 'example.com' } };
  const hostZone = { kind: 'given', id: 'Z2', name: 'mail.example.com' };
  const asked = { ...properties, Environment: JSON.stringify({ ...elsewhere, hostZone }) };
  const host = { 'mail.example.com NS': ['ns-1.example.org'] };
  const missing = { ...host, 'kitte1._domainkey.example.com TXT': [], '_dmarc.example.com TXT': [] };
  const { handle } = world('UPDATE_IN_PROGRESS', missing);
  const { Data } = await handle(event('Update', asked));
  expect(Data?.['Verdict']).toMatch(
    /^pass: .*waiting: example\.com has its DNS elsewhere, and dkim-record, dmarc-record are not right there\. Next: enter what npm run kitte -- zone --domain example\.com prints/,
  );
  const all = world('UPDATE_IN_PROGRESS', host);
  expect((await all.handle(event('Update', asked))).Data?.['Verdict']).toMatch(/^pass: (\d+) of \1$/);
});

import type { Environment, Former } from '../../lib/config/environment';
import { keyedDomains } from '../../lib/config/former';
import { placedRecords } from '../../lib/dns/former';
import { records } from '../../lib/dns/records';
import { environment } from '../fixtures/environment';

const facts = {
  address: '203.0.113.10',
  dkim: (domain: string) => ({ kitte1: `"key of ${domain}"`, kitte2: `"second key of ${domain}"` }),
};
const first: Environment = {
  ...environment,
  envelopeDomain: 'bounce.example.com',
  served: ['bounce.example.com'],
  domainTxt: ['site=1'],
};
const old: Former = {
  domain: 'example.com',
  envelopeDomain: 'bounce.example.com',
  hostName: 'mail.example.com',
  selectors: ['kitte1'],
  mx: true,
  domainTxt: ['site=1'],
  over: false,
};
const second: Environment = {
  ...first,
  domain: 'example.org',
  envelopeDomain: 'bounce.example.org',
  served: ['bounce.example.org'],
  hostName: 'mail.example.org',
  domainTxt: [],
  former: [old],
};
const ids = (all: Environment) =>
  Object.fromEntries(
    placedRecords(all, facts).map(({ record }) => [record.id, `${record.name} ${record.type}`]),
  );

test('who never changed a name has the ids and records of always', () => {
  expect(placedRecords(first, facts).map(({ record }) => record)).toEqual(
    records(first, { ...facts, dkim: facts.dkim('example.com') }),
  );
});

test('what a waiting message and its bounce need keeps its id and value; the new names stand beside it', () => {
  const before = ids(first);
  const after = ids(second);
  const stays = ['HostAddress', 'HostSpf', 'DomainSpf', 'EnvelopeSpf', 'DkimKitte1', 'Dmarc', 'EnvelopeMx'];
  for (const id of stays) expect(after[id]).toBe(before[id]);
  const others = Object.keys(after).filter((id) => !stays.includes(id));
  expect(others.every((id) => id.endsWith('At2'))).toBe(true);
  expect(others).toEqual(expect.arrayContaining(stays.map((id) => `${id}At2`)));
  const value = (id: string) =>
    placedRecords(second, facts).find(({ record }) => record.id === id)?.record.values;
  expect(value('DkimKitte1')).toEqual(['"key of example.com"']);
  expect(value('DomainSpf')).toEqual(['"v=spf1 ip4:203.0.113.10 -all"', '"site=1"']);
  expect(value('EnvelopeMx')).toEqual(['10 mail.example.org.']);
  expect(value('Dmarc')?.join()).toMatch(/^"v=DMARC1; p=reject"$/);
});

test('no two record sets of the stack have one name and type, whatever changed', () => {
  const steps: Environment[] = [
    { ...first, envelopeDomain: 'b2.example.com', served: [], former: [old] },
    { ...first, hostName: 'post.example.com', former: [old] },
    { ...first, envelopeDomain: 'example.com', served: ['example.com'], former: [old] },
    { ...second, domain: 'example.com', former: [old, { ...old, domain: 'example.org' }] },
  ];
  for (const step of steps) {
    const made = placedRecords(step, facts).map(({ record }) => `${record.name} ${record.type}`);
    expect(new Set(made).size).toBe(made.length);
  }
});

test('a name that comes back has its first ids again', () => {
  const back: Environment = {
    ...first,
    former: [old, { ...old, domain: 'example.org', envelopeDomain: 'example.org' }],
  };
  expect(ids(back)).toMatchObject(ids(first));
});

test('once it is over only the ids tell of it', () => {
  const over = ids({ ...second, former: [{ ...old, over: true }] });
  expect(Object.values(over).some((set) => set.includes('example.com'))).toBe(false);
  expect(Object.keys(over).every((id) => id.endsWith('At2'))).toBe(true);
});

test('records of another zone stay in it', () => {
  const abroad = { ...old, hostedZone: { kind: 'given' as const, id: 'ZOLD', name: 'example.com' } };
  const zones = placedRecords({ ...second, former: [abroad] }, facts).map(({ record, zoneId }) => [
    record.name.endsWith('example.com'),
    zoneId,
  ]);
  expect(zones.every(([isOld, zone]) => zone === (isOld === true ? 'ZOLD' : undefined))).toBe(true);
});

test('a domain keeps its keys while its mail may wait, and loses them with its records', () => {
  expect(keyedDomains(second)).toEqual([
    { domain: 'example.org', selectors: ['kitte1'], retired: [], suffix: 'At2' },
    { domain: 'example.com', selectors: ['kitte1'], retired: [], suffix: '' },
  ]);
  expect(keyedDomains({ ...second, former: [{ ...old, over: true }] })[1]).toEqual({
    ...{ domain: 'example.com', selectors: [], retired: ['kitte1'], suffix: '' },
  });
  expect(keyedDomains({ ...first, former: [old] })).toHaveLength(1);
});

import { createServer, type AddressInfo, type Server } from 'node:net';

import { streamDecode, streamEncode, AUTHORITATIVE_ANSWER, type Answer, type Packet } from 'dns-packet';

import { LookupError } from '../../../lib/checks/probe';
import { question } from '../../../lib/checks/live/dns-question';
import { keyAt, nameServersOf, negativeTtlOf, type Ask } from '../../../lib/rotation/live/name-servers';

const name = 'kitte1._domainkey.example.com';
const at = { server: 'ns1.example', address: '127.0.0.1' };
let server: Server;
let reply: (asked: Packet) => Partial<Packet>;

/** A name server on this machine: what it says is the test's. */
const ask: Ask = (address, what, type) =>
  question(address, what, type, (server.address() as AddressInfo).port);

beforeAll((done) => {
  server = createServer((socket) =>
    socket.on('data', (data) => {
      const asked = streamDecode(data);
      const answer = { type: 'response' as const, flags: AUTHORITATIVE_ANSWER, ...reply(asked) };
      const whole = streamEncode({ ...answer, ...(asked.id === undefined ? {} : { id: asked.id }) });
      // In two pieces, as TCP may bring it.
      socket.write(whole.subarray(0, 5));
      socket.write(whole.subarray(5));
    }),
  );
  server.listen(0, '127.0.0.1', done);
});
afterAll((done) => void server.close(done));

const txt = (...data: string[]): Answer => ({ type: 'TXT', name, ttl: 60, data });
const soa = (ttl: number, minimum: number): Answer => ({
  ...{ type: 'SOA', name: 'example.com', ttl },
  data: { mname: 'ns1.example', rname: 'h.example', serial: 1, refresh: 1, retry: 1, expire: 1, minimum },
});

test('a key in pieces, a revoked one, and none', async () => {
  reply = () => ({ answers: [txt('v=DKIM1; k=rsa; p=MIIB', 'IjAN')] });
  expect(await keyAt(at, name, ask)).toEqual({ ...at, key: 'MIIBIjAN', ttl: 60 });
  reply = () => ({ answers: [txt('v=DKIM1; k=rsa; p=')] });
  expect(await keyAt(at, name, ask)).toEqual({ ...at, key: '', ttl: 60 });
  reply = () => ({ answers: [] });
  expect(await keyAt(at, name, ask)).toEqual(at);
  reply = () => ({ flags: AUTHORITATIVE_ANSWER | 3 });
  expect(await keyAt(at, name, ask)).toEqual(at);
});

test('what is no answer of the zone is an error, not an absence', async () => {
  reply = () => ({ flags: 0, answers: [txt('p=A')] });
  expect(await keyAt(at, name, ask)).toMatchObject({
    error: expect.stringMatching(/no authority/) as string,
  });
  reply = () => ({ flags: AUTHORITATIVE_ANSWER | 5 });
  expect(await keyAt(at, name, ask)).toMatchObject({ error: expect.stringMatching(/REFUSED/) as string });
  reply = () => ({ answers: [txt('p=A'), txt('p=B')] });
  expect(await keyAt(at, name, ask)).toMatchObject({ error: '2 records of one selector' });
  reply = () => ({ answers: [{ type: 'CNAME', name, data: 'elsewhere.example' }] });
  expect(await keyAt(at, name, ask)).toMatchObject({ error: expect.stringMatching(/alias/) as string });
  const closed = await keyAt(at, name, (address, what, type) => question(address, what, type, 1));
  expect(closed).toEqual({ ...at, error: 'ECONNREFUSED' });
  expect(await keyAt({ ...at, address: '' }, name, ask)).toMatchObject({
    error: expect.stringMatching(/ns1\.example has no IPv4 address/) as string,
  });
});

test('how long an absence is remembered: the lesser of both numbers, the greatest of all servers', async () => {
  const answers = [soa(900, 86_400), soa(3600, 1200)];
  reply = () => ({ answers: [answers.shift()!] });
  expect(await negativeTtlOf([at, at], 'example.com', ask)).toEqual({ value: 1200 });
  reply = () => ({ answers: [] });
  expect(await negativeTtlOf([at], 'example.com', ask)).toMatchObject({
    unknown: expect.stringMatching(/no SOA/) as string,
  });
  expect(await negativeTtlOf([], 'example.com', ask)).toMatchObject({
    unknown: expect.any(String) as string,
  });
});

test('every address of every name server; a lookup that fails is no empty zone', async () => {
  const records: Record<string, string[]> = {
    'example.com NS': ['ns2.example', 'ns1.example'],
    'ns1.example A': ['192.0.2.1', '192.0.2.2'],
  };
  const lookup = (host: string, type: string) => Promise.resolve(records[`${host} ${type}`] ?? []);
  expect(await nameServersOf('example.com', lookup)).toEqual([
    { server: 'ns1.example', address: '192.0.2.1' },
    { server: 'ns1.example', address: '192.0.2.2' },
    { server: 'ns2.example', address: '' },
  ]);
  const failing = () => Promise.reject(new LookupError('NS example.com', 'ETIMEOUT'));
  await expect(nameServersOf('example.com', failing)).rejects.toThrow('ETIMEOUT');
});

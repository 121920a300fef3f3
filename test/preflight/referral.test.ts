import { createServer, type AddressInfo, type Server } from 'node:net';

import { AUTHORITATIVE_ANSWER, streamDecode, streamEncode, type Answer, type Packet } from 'dns-packet';

import { question } from '../../lib/checks/live/dns-question';
import type { Lookup } from '../../lib/checks/probe';
import { delegated, type Ask } from '../../lib/preflight/live/referral';

let server: Server;
let reply: (asked: Packet) => Partial<Packet>;

/** A server of the parent zone on this machine. */
const ask: Ask = (address, name, type) =>
  question(address, name, type, (server.address() as AddressInfo).port);

beforeAll((done) => {
  server = createServer((socket) =>
    socket.on('data', (data) => {
      const asked = streamDecode(data);
      const answer = { type: 'response' as const, ...reply(asked) };
      socket.write(streamEncode({ ...answer, ...(asked.id === undefined ? {} : { id: asked.id }) }));
    }),
  );
  server.listen(0, '127.0.0.1', done);
});
afterAll((done) => void server.close(done));

const zones: Record<string, readonly string[]> = {
  'example.com NS': ['remembered.example'],
  'com NS': ['a.gtld.example', 'b.gtld.example', 'c.gtld.example'],
  'b.gtld.example A': ['127.0.0.1'],
};
const lookup: Lookup = (name, type) => Promise.resolve(zones[`${name} ${type}`] ?? []);
const ns = (name: string, data: string): Answer => ({ type: 'NS', name, ttl: 60, data });

test("the parent's referral counts, not what the resolver remembers", async () => {
  reply = () => ({ authorities: [ns('Example.com', 'NS-1.example.'), ns('com', 'x.example')] });
  expect(await delegated('example.com', lookup, ask)).toEqual({
    nameServers: ['ns-1.example'],
    by: 'b.gtld.example',
  });
});

test('a server with authority denies it, by NXDOMAIN or without a word', async () => {
  for (const flags of [AUTHORITATIVE_ANSWER | 3, AUTHORITATIVE_ANSWER]) {
    reply = () => ({ flags });
    expect(await delegated('example.com', lookup, ask)).toEqual({ nameServers: [], by: 'b.gtld.example' });
  }
});

test('where the parent gives no answer, the resolver is believed', async () => {
  const remembered = { nameServers: ['remembered.example'], by: { en: 'the resolver', ja: 'リゾルバ' } };
  for (const flags of [0, 5, 2, 3]) {
    reply = () => ({ flags });
    expect(await delegated('example.com', lookup, ask)).toEqual(remembered);
  }
  const closed: Ask = (address, name, type) => question(address, name, type, 1);
  expect(await delegated('example.com', lookup, closed)).toEqual(remembered);
});

test('the parent of a zone below another is that one, where it is a zone', async () => {
  const names: string[] = [];
  const asking: Lookup = (name, type) => {
    names.push(`${name} ${type}`);
    return lookup(name, type);
  };
  reply = () => ({ authorities: [ns('mail.office.com', 'ns.example')] });
  expect(await delegated('mail.office.com', asking, ask)).toMatchObject({ nameServers: ['ns.example'] });
  expect(names.filter((name) => name.endsWith(' NS'))).toEqual(['office.com NS', 'com NS']);
});

import { createServer, type AddressInfo, type Server } from 'node:net';

import { streamDecode, streamEncode, AUTHENTIC_DATA, CHECKING_DISABLED, type Packet } from 'dns-packet';

import { secureLookup } from '../../../lib/checks/live/secure-lookup';
import { LookupError } from '../../../lib/checks/probe';

let server: Server;
let asked: Packet;
let reply: Partial<Packet>;

/** A resolver on this machine: what it says is the test's. */
beforeAll((done) => {
  server = createServer((socket) =>
    socket.on('data', (data) => {
      asked = streamDecode(data);
      socket.write(
        streamEncode({ type: 'response', ...reply, ...(asked.id === undefined ? {} : { id: asked.id }) }),
      );
    }),
  );
  server.listen(0, '127.0.0.1', done);
});
afterAll((done) => void server.close(done));

const lookup = () => secureLookup([`127.0.0.1:${String((server.address() as AddressInfo).port)}`]);
const name = '_25._tcp.mail.example.com';

test('records of the type, in presentation form, and whether they were validated', async () => {
  const data = { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('00ff', 'hex') };
  reply = {
    flags: AUTHENTIC_DATA,
    answers: [
      { type: 'TLSA', name, data },
      { type: 'TXT', name, data: 'an alias or a signature' },
    ],
  };
  expect(await lookup()(name, 'TLSA')).toEqual({ code: 'NOERROR', authentic: true, values: ['3 1 1 00ff'] });
  // It asks for validation, and does not forbid it.
  expect(asked.flags).toBe(0x100 | AUTHENTIC_DATA);
  expect(asked.additionals?.[0]).toMatchObject({ type: 'OPT', flag_do: true });
});

test('unchecked says so to the resolver', async () => {
  reply = { answers: [] };
  expect(await lookup()(name, 'TLSA', 'unchecked')).toMatchObject({ authentic: false, values: [] });
  expect((asked.flags ?? 0) & CHECKING_DISABLED).toBe(CHECKING_DISABLED);
});

test('a refusal is an answer; a resolver that cannot be asked is an error', async () => {
  reply = { flags: 2 };
  expect(await lookup()('example.com', 'SOA')).toEqual({ code: 'SERVFAIL', authentic: false, values: [] });
  await expect(secureLookup(['127.0.0.1:1'])('example.com', 'DS')).rejects.toThrow(LookupError);
  await expect(secureLookup(['127.0.0.1:1'])('example.com', 'DS')).rejects.toThrow(
    /127\.0\.0\.1: ECONNREFUSED/,
  );
});

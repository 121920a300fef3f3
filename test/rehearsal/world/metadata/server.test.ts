import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Server, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instance } from './instance';

const directory = mkdtempSync(join(tmpdir(), 'kitte-metadata-'));
const file = join(directory, '127.0.0.1.json');
let server: Server;
let base: string;

// The program listens on port 80 of its namespace; here it is led to a free port of the loopback.
beforeAll(async () => {
  process.argv.splice(2, process.argv.length, '169.254.169.254', directory);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its server below
  const listen = Server.prototype.listen;
  const spy = jest.spyOn(Server.prototype, 'listen');
  const listening = new Promise<void>((done) => {
    spy.mockImplementationOnce(function (this: Server) {
      return Reflect.apply(listen, this, [0, '127.0.0.1', done]) as Server;
    });
  });
  jest.requireActual('../../../../lib/rehearsal/world/metadata/server');
  await listening;
  server = spy.mock.contexts[0] as Server;
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
beforeEach(() => writeFileSync(file, JSON.stringify(instance)));
afterAll(async () => {
  jest.restoreAllMocks();
  await new Promise((done) => server.close(done));
  rmSync(directory, { recursive: true });
});

const header = 'X-aws-ec2-metadata-token';
const putToken = (seconds?: string) =>
  fetch(`${base}/latest/api/token`, {
    method: 'PUT',
    headers: seconds === undefined ? {} : { [`${header}-ttl-seconds`]: seconds },
  });
const get = (path: string, token?: string) =>
  fetch(`${base}${path}`, { headers: token === undefined ? {} : { [header]: token } });

test('IMDSv2 alone: without a token, or with a wrong one, nothing is told', async () => {
  for (const token of [undefined, '', 'invented']) {
    const response = await get('/latest/meta-data/instance-id', token);
    expect([response.status, await response.text()]).toEqual([401, '']);
  }
});

test('a token opens every version, and what is not there is a 404', async () => {
  const token = await (await putToken('60')).text();
  for (const version of ['latest', '2021-03-23']) {
    const response = await get(`/${version}/meta-data/instance-id`, token);
    expect([response.status, await response.text()]).toEqual([200, instance.id]);
  }
  expect((await get('/latest/meta-data/nothing', token)).status).toBe(404);
  expect((await get('/elsewhere/meta-data', token)).status).toBe(404);
});

test.each([undefined, '0', '21601', 'soon'])('a token for %s seconds is refused', async (seconds) => {
  expect((await putToken(seconds)).status).toBe(400);
});

test('a token ends with its time', async () => {
  const token = await (await putToken('60')).text();
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
  expect((await get('/latest/meta-data/', token)).status).toBe(401);
  now.mockRestore();
});

test('a changed user-data is seen at once, and an unknown source sees nothing', async () => {
  const token = await (await putToken('60')).text();
  writeFileSync(file, JSON.stringify({ ...instance, userData: Buffer.from('new').toString('base64') }));
  expect(await (await get('/latest/user-data', token)).text()).toBe('new');
  rmSync(file);
  expect((await get('/latest/user-data', token)).status).toBe(404);
});

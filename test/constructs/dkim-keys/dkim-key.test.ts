import { createPrivateKey, createPublicKey } from 'node:crypto';

import type { DeleteParameterRequest, GetParameterRequest, PutParameterRequest } from '@aws-sdk/client-ssm';

import { dkimKeyHandler } from '../../../lib/constructs/dkim-keys/dkim-key';
import { event } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const ParameterName = '/kitte/prod/dkim/example.com/kitte1';
// Small keys are made fast; the sizes that the config allows are the schema's matter.
const properties = { ParameterName, KeySize: '1024', Retain: 'true' };

let stored: Map<string, PutParameterRequest>;
let ssm: FakeAws;

beforeEach(() => {
  stored = new Map();
  ssm = new FakeAws({
    GetParameter: ({ Name = '', WithDecryption }: GetParameterRequest) => {
      const found = stored.get(Name);
      if (found === undefined) throw awsError('ParameterNotFound');
      return { Parameter: { Value: WithDecryption === true ? found.Value : 'AQICAHh…' } };
    },
    PutParameter: (request: PutParameterRequest) => {
      const name = request.Name ?? '';
      if (stored.has(name) && request.Overwrite !== true) throw awsError('ParameterAlreadyExists');
      stored.set(name, request);
      return {};
    },
    DeleteParameter: ({ Name = '' }: DeleteParameterRequest) => {
      if (!stored.delete(Name)) throw awsError('ParameterNotFound');
      return {};
    },
  });
});

const handle = (...args: Parameters<typeof event>) => dkimKeyHandler(ssm)(event(...args));
const storedPem = () => stored.get(ParameterName)?.Value ?? '';

/** The public key of a record, read as a verifier does (RFC 6376 section 3.6.1). */
function keyOf(txt: unknown) {
  const text = [...String(txt).matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('');
  const tags = new Map(text.split(';').map((tag) => tag.trim().split(/=(.*)/s, 2) as [string, string]));
  expect(Object.fromEntries(tags)).toMatchObject({ v: 'DKIM1', k: 'rsa' });
  return createPublicKey({ key: Buffer.from(tags.get('p') ?? '', 'base64'), type: 'spki', format: 'der' });
}

test('a key is made once, encrypted, and published as its own public half', async () => {
  const answer = await handle('Create', properties);
  expect(stored.get(ParameterName)).toMatchObject({ Type: 'SecureString', Overwrite: false });
  const privateKey = createPrivateKey(storedPem());
  expect(privateKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
  expect(keyOf(answer.Data?.['TxtValue']).equals(createPublicKey(privateKey))).toBe(true);
  expect(answer.PhysicalResourceId).toBe(ParameterName);
  expect(JSON.stringify(answer)).not.toContain('PRIVATE');
});

test('a retry and an update find the first key and overwrite nothing', async () => {
  const first = await handle('Create', properties);
  const pem = storedPem();
  expect(await handle('Create', properties)).toEqual(first);
  expect(await handle('Update', { ...properties, Retain: 'false' }, { before: properties })).toEqual(first);
  expect(storedPem()).toBe(pem);
  expect(ssm.calls.filter((call) => call === 'PutParameter')).toHaveLength(1);
});

test('two creations at once: the loser fails rather than to publish a key that nobody holds', async () => {
  const racing = new FakeAws({
    GetParameter: () => {
      throw awsError('ParameterNotFound');
    },
    PutParameter: () => {
      throw awsError('ParameterAlreadyExists');
    },
  });
  await expect(dkimKeyHandler(racing)(event('Create', properties))).rejects.toThrow('ParameterAlreadyExists');
});

test('another size under the same selector is refused with the way out, and the key stays', async () => {
  await handle('Create', properties);
  const pem = storedPem();
  const change = handle('Update', { ...properties, KeySize: '2048' }, { before: properties });
  await expect(change).rejects.toThrow(/has 1024 bits, the config asks for 2048.*add a new selector/);
  expect(storedPem()).toBe(pem);
});

test.each([
  ['true', 1],
  ['false', 0],
])('deletion with Retain %s leaves %d key', async (Retain, left) => {
  await handle('Create', properties);
  const gone = await handle('Delete', { ...properties, Retain }, { physicalId: ParameterName });
  expect(gone).toEqual({ PhysicalResourceId: ParameterName });
  expect(stored.size).toBe(left);
});

test('a retired selector loses its key, though keys are retained, and again makes no harm', async () => {
  await handle('Create', properties);
  const retired = { ...properties, Retired: 'true' };
  for (let time = 0; time < 2; time += 1) {
    const answer = await handle('Update', retired, { before: properties, physicalId: ParameterName });
    expect(answer).toEqual({ PhysicalResourceId: ParameterName });
  }
  expect(stored.size).toBe(0);
  // A deploy that rolls back finds no key any more: it gets a new one, as nothing signs with this selector.
  const back = await handle('Update', properties, { before: retired, physicalId: ParameterName });
  expect(keyOf(back.Data?.['TxtValue']).equals(createPublicKey(storedPem()))).toBe(true);
});

test('a key that is gone already can be deleted; a call that is denied is not taken for absence', async () => {
  await handle('Delete', { ...properties, Retain: 'false' });
  const denied = new FakeAws({
    GetParameter: () => {
      throw awsError('AccessDeniedException');
    },
  });
  await expect(dkimKeyHandler(denied)(event('Create', properties))).rejects.toThrow('AccessDeniedException');
  expect(denied.calls).toEqual(['GetParameter']);
});

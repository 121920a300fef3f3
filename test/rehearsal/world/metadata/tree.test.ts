import { metadataAnswer } from '../../../../lib/rehearsal/world/metadata/tree';
import { instance } from './instance';

const answer = (path: string, of = instance) => metadataAnswer(of, path)?.toString();

test('a directory lists its names, folders with a slash', () => {
  expect(answer('/')?.split('\n')).toEqual(['meta-data/', 'dynamic/', 'user-data']);
  const names = answer('/meta-data/')?.split('\n');
  expect(names).toEqual(expect.arrayContaining(['instance-id', 'iam/', 'network/', 'public-ipv4']));
  expect(answer('/meta-data/network/interfaces/macs/')).toBe('02:00:00:00:00:01/');
});

// cloud-init crawls the tree by its listings: a name that is listed but not answered would fail the boot.
test('every listed name is answered', () => {
  const walk = (path: string): string[] =>
    (answer(path) ?? '')
      .split('\n')
      .flatMap((name) => (name.endsWith('/') ? walk(path + name) : [path + name]));
  const leaves = walk('/');
  expect(leaves.length).toBeGreaterThan(25);
  expect(leaves.filter((leaf) => answer(leaf) === undefined)).toEqual([]);
});

test.each([
  ['meta-data/instance-id', instance.id],
  ['meta-data/local-hostname', 'ip-10-0-0-4.eu-west-1.compute.internal'],
  ['meta-data/placement/region', 'eu-west-1'],
  ['meta-data/security-groups', 'mail\nother'],
  ['meta-data/network/interfaces/macs/02:00:00:00:00:01/ipv4-associations/203.0.113.9', '10.0.0.4'],
  ['meta-data/iam/security-credentials/', 'mail-role'],
  ['user-data', '#cloud-config\n'],
])('%s', (path, text) => expect(answer(path)).toBe(text));

test('the documents of the role and of the identity are JSON as the SDK reads it', () => {
  const json = (path: string): unknown => JSON.parse(answer(path) ?? '');
  expect(json('meta-data/iam/security-credentials/mail-role')).toMatchObject({
    Code: 'Success',
    AccessKeyId: 'ASIAEXAMPLE',
    Token: 'session',
    LastUpdated: '2026-01-02T02:00:00.000Z',
    Expiration: '2026-01-02T03:00:00.000Z',
  });
  expect(json('dynamic/instance-identity/document')).toMatchObject({
    instanceId: instance.id,
    region: 'eu-west-1',
    accountId: '123456789012',
  });
});

test('user-data is bytes, whatever they are', () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  expect(metadataAnswer({ ...instance, userData: bytes.toString('base64') }, 'user-data')).toEqual(bytes);
});

test('what an instance does not have is a 404: no address, no role, no user-data, no unknown name', () => {
  const poor = { ...instance, publicIp: undefined, role: undefined, userData: '' };
  expect(answer('meta-data/public-ipv4', poor)).toBeUndefined();
  expect(answer('meta-data/iam/security-credentials/', poor)).toBeUndefined();
  expect(answer('user-data', poor)).toBeUndefined();
  expect(answer('/', poor)).not.toContain('user-data');
  expect(answer('meta-data/instance-id/more')).toBeUndefined();
  expect(answer('meta-data/nothing')).toBeUndefined();
});

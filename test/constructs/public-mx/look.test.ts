import { type Lookup, LookupError } from '../../../lib/checks/probe';
import { publicMxHandler, type PublicMxProperties } from '../../../lib/constructs/public-mx/look';
import { event } from '../event';

const properties: PublicMxProperties = {
  Domain: 'example.com',
  HostName: 'mail.example.com',
  Names: ['bounce.example.com', 'example.com'],
};
const answering =
  (zone: Record<string, readonly string[]>): Lookup =>
  (name, type) =>
    Promise.resolve(zone[`${name} ${type}`] ?? []);
const PROVIDER = answering({ 'example.com MX': ['10 mx.provider.example'] });

test('a domain that nobody takes mail for goes on, and the outputs say so', async () => {
  const { Data } = await publicMxHandler(answering({}))(event('Create', properties));
  expect(Data).toEqual({ Said: 'nobody else: bounce.example.com, example.com' });
});

test('the MX of others stops the deploy, with what the config may say', async () => {
  await expect(publicMxHandler(PROVIDER)(event('Create', properties))).rejects.toThrow(
    /example\.com MX 10 mx\.provider\.example\. .*mx: \['10 mx\.provider\.example'\] to leave it there, or mx: true.*Nothing is created/,
  );
});

test('the MX of the server itself is nobody else’s', async () => {
  const own = answering({ 'example.com MX': ['10 Mail.Example.com'] });
  expect((await publicMxHandler(own)(event('Create', properties))).Data?.['Said']).toMatch(/^nobody else/);
});

test('a look-up without an answer is said and stops nothing', async () => {
  const silent: Lookup = (name, type) => Promise.reject(new LookupError(`${type} ${name}`, 'ETIMEOUT'));
  const { Data } = await publicMxHandler(silent)(event('Create', properties));
  expect(Data?.['Said']).toMatch(
    /^not known: the resolver has no answer for MX bounce\.example\.com: ETIMEOUT; /,
  );
});

test('an update and a removal stop nothing: a roll-back must come to its end', async () => {
  const handle = publicMxHandler(PROVIDER);
  expect((await handle(event('Update', properties))).Data?.['Said']).toContain('mx.provider.example');
  expect((await handle(event('Delete', properties))).Data).toBeUndefined();
});

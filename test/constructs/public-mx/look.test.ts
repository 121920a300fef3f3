import { type Lookup, LookupError } from '../../../lib/checks/probe';
import { publicMxHandler, type PublicMxProperties } from '../../../lib/constructs/public-mx/look';
import { event } from '../event';
import { FakeAws } from '../fake-aws';

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

const stack = (StackStatus: string) =>
  new FakeAws({
    DescribeStacks: () => ({ Stacks: [{ StackStatus }] }),
    UpdateTerminationProtection: (input: { EnableTerminationProtection: boolean }) => {
      expect(input.EnableTerminationProtection).toBe(false);
      return {};
    },
  });
const handled = (lookup: Lookup, cloudFormation = stack('CREATE_IN_PROGRESS')) =>
  publicMxHandler({ lookup, cloudFormation });

test('a domain that nobody takes mail for goes on, and the outputs say so', async () => {
  const { Data } = await handled(answering({}))(event('Create', properties));
  expect(Data).toEqual({ Said: 'nobody else: bounce.example.com, example.com' });
});

test('the MX of others stops the deploy, with what the config may say', async () => {
  await expect(handled(PROVIDER)(event('Create', properties))).rejects.toThrow(
    /example\.com MX 10 mx\.provider\.example\. .*mx: \['10 mx\.provider\.example'\] to leave it there, or mx: true.*Nothing is created/,
  );
});

test('the MX of the server itself is nobody else’s', async () => {
  const own = answering({ 'example.com MX': ['10 Mail.Example.com'] });
  expect((await handled(own)(event('Create', properties))).Data?.['Said']).toMatch(/^nobody else/);
});

test('a look-up without an answer is said and stops nothing', async () => {
  const silent: Lookup = (name, type) => Promise.reject(new LookupError(`${type} ${name}`, 'ETIMEOUT'));
  const { Data } = await handled(silent)(event('Create', properties));
  expect(Data?.['Said']).toMatch(
    /^not known: the resolver has no answer for MX bounce\.example\.com: ETIMEOUT; /,
  );
});

test('an update and a removal stop nothing: a roll-back must come to its end', async () => {
  const handle = handled(PROVIDER);
  expect((await handle(event('Update', properties))).Data?.['Said']).toContain('mx.provider.example');
  expect((await handle(event('Delete', properties))).Data).toBeUndefined();
});

test('a stack whose creation is stopped is no longer protected, as the next deploy deletes it; one that is there stays so', async () => {
  const creating = stack('CREATE_IN_PROGRESS');
  await expect(handled(PROVIDER, creating)(event('Create', properties))).rejects.toThrow('Others take');
  expect(creating.calls).toEqual(['DescribeStacks', 'UpdateTerminationProtection']);
  const there = stack('UPDATE_IN_PROGRESS');
  await expect(handled(PROVIDER, there)(event('Create', properties))).rejects.toThrow('Others take');
  expect(there.calls).toEqual(['DescribeStacks']);
});

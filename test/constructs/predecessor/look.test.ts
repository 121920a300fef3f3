import { predecessorHandler } from '../../../lib/constructs/predecessor/look';
import type { Environment } from '../../../lib/config/environment';
import { settingsDocument, settingsParameters } from '../../../lib/machine/settings';
import { settingsHash } from '../../../lib/contract/settings';
import { environment } from '../../fixtures/environment';
import { event } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const SETTINGS = '/kitte/prod/settings';
const STATUS = '/kitte/prod/status';

interface Account {
  readonly parameters?: Record<string, string>;
  /** Pages of the server stack; an error where there is none. */
  readonly stack?: readonly object[][] | Error;
}

function world({ parameters = {}, stack = awsError('ValidationError') }: Account) {
  const there = new Map(Object.entries(parameters));
  const ssm = new FakeAws({
    GetParameter: ({ Name }: { Name: string }) => {
      const Value = there.get(Name);
      if (Value === undefined) throw awsError('ParameterNotFound');
      return { Parameter: { Value } };
    },
    DeleteParameter: ({ Name }: { Name: string }) => there.delete(Name),
  });
  const cloudFormation = new FakeAws({
    ListStackResources: ({ StackName, NextToken = '0' }: { StackName: string; NextToken?: string }) => {
      expect(StackName).toBe('kitte-prod-server');
      if (stack instanceof Error) throw stack;
      const at = Number(NextToken);
      const more = at + 1 < stack.length ? { NextToken: String(at + 1) } : {};
      return { StackResourceSummaries: stack[at], ...more };
    },
  });
  return { there, ssm, handler: predecessorHandler({ ssm, cloudFormation, pauseMs: 0 }) };
}

const call = (names: object = environment, type: 'Create' | 'Update' | 'Delete' = 'Update') =>
  event(type, {
    Settings: SETTINGS,
    Status: STATUS,
    ServerStack: 'kitte-prod-server',
    Names: JSON.stringify(names),
  });
/** So many that no parameter holds them. */
const many: Environment = {
  ...environment,
  others: Array.from({ length: 40 }, (_, index) => {
    const domain = `news${String(index)}.example.org`;
    const hostedZone = { kind: 'given', id: 'Z22222222222222222222', name: 'example.org' } as const;
    return { ...environment, domain, envelopeDomain: domain, hostedZone, users: [] };
  }),
};
const settings = settingsDocument(environment);
const report = (ResourceStatus: string) => ({
  ...{ ResourceType: 'AWS::SSM::Parameter', PhysicalResourceId: STATUS, ResourceStatus },
});

test('a first deploy has no predecessor', async () => {
  const { handler, ssm } = world({});
  expect(await handler(call(environment, 'Create'))).toEqual({ PhysicalResourceId: SETTINGS });
  expect(ssm.calls).not.toContain('DeleteParameter');
});

test('names that change in silence end the deploy before it changes anything', async () => {
  const renamed = { ...environment, domain: 'example.org' };
  await expect(world({ parameters: { [SETTINGS]: settings } }).handler(call(renamed))).rejects.toThrow(
    /^domain example\.com becomes example\.org.*Add to the config.*This deploy changes nothing\.$/,
  );
});

test('names that never came into force, as their records were not made, may go again', async () => {
  const [now, next] = [environment, { ...environment, domain: 'example.org' }];
  const document = settingsDocument(next);
  const stack = [[report('UPDATE_COMPLETE')]];
  const told = (settings: string, held: string) => ({
    [SETTINGS]: document,
    [STATUS]: JSON.stringify({ state: 'converged', settings, held }),
  });
  const { domain, envelopeDomain, dkim } = now;
  const held = `${domain} ${envelopeDomain} ${dkim.active}`;
  const back = (parameters: Record<string, string>) => world({ parameters, stack }).handler(call(now));
  await expect(back(told(settingsHash(document), held))).resolves.toBeDefined();
  await expect(back(told(settingsHash(document), ''))).rejects.toThrow(/domain example\.org becomes/);
  await expect(back(told('of others', held))).rejects.toThrow(/domain example\.org becomes/);
});

test('records go when the machine says that they may', async () => {
  const { domain, envelopeDomain, hostName } = environment;
  const old = {
    domain,
    envelopeDomain,
    hostName,
    selectors: ['kitte1'],
    mx: false,
    domainTxt: [],
    over: false,
  };
  const now = { ...environment, domain: 'example.org' };
  const before = settingsDocument({ ...now, former: [old] });
  const over = call({ ...now, former: [{ ...old, over: true }] });
  const tell = (former: string) => ({
    [SETTINGS]: before,
    [STATUS]: JSON.stringify({ state: 'converged', former }),
  });
  const stack = [[report('CREATE_COMPLETE')]];
  const key = 'example.com mail.example.com';
  await expect(world({ parameters: tell(`${key}: waiting`), stack }).handler(over)).rejects.toThrow(
    /The records of example\.com mail\.example\.com would go/,
  );
  await expect(world({ parameters: tell(`${key}: dry`), stack }).handler(over)).resolves.toBeDefined();
});

test.each([
  ['owned by the stack', [[], [report('UPDATE_COMPLETE')]], true],
  ['that a stack could not make', [[report('CREATE_FAILED')]], false],
  ['whose stack deleted it before', [[report('DELETE_COMPLETE')]], false],
  ['of a machine, in a stack that knows nothing of it', [[]], false],
])('a report %s stays: %j %s', async (_, stack, stays) => {
  const { there, handler } = world({
    parameters: { [SETTINGS]: settings, [STATUS]: '{"state":"converged"}' },
    stack,
  });
  await handler(call());
  expect(there.has(STATUS)).toBe(stays);
});

test('one that is left without any stack goes too, and a list that is denied is not taken for none', async () => {
  const parameters = { [STATUS]: '{"state":"converged"}' };
  const { there, handler } = world({ parameters });
  await handler(call(environment, 'Create'));
  expect(there.has(STATUS)).toBe(false);
  await expect(world({ parameters, stack: awsError('AccessDenied') }).handler(call())).rejects.toThrow(
    'AccessDenied',
  );
});

test('deletion asks nothing', async () => {
  const { handler, ssm } = world({});
  expect(await handler(call(environment, 'Delete'))).toEqual({ PhysicalResourceId: 'physical' });
  expect(ssm.calls).toEqual([]);
});

describe('settings in parts', () => {
  const { value, parts } = settingsParameters(many);
  const parameters = Object.fromEntries([
    [SETTINGS, value],
    ...parts.map((part) => [part.name, part.value]),
  ]) as Record<string, string>;
  const deploy = (
    now: Environment,
    there = parameters,
    Parts: object = { Parts: '/kitte/prod/settings-parts' },
  ) => {
    const { ResourceProperties, ...rest } = call(now);
    return world({ parameters: there }).handler({
      ...rest,
      ResourceProperties: { ...ResourceProperties, ...Parts },
    });
  };

  test('tell of the domains beside the first, and a missing one is refused', async () => {
    expect(parts.length).toBeGreaterThan(0);
    await expect(deploy(many)).resolves.toBeDefined();
    await expect(deploy({ ...many, others: many.others?.slice(1) ?? [] })).rejects.toThrow(
      /^news0\.example\.org is no longer among the domains.*"beside":true/,
    );
  });

  test('that something else wrote are not believed', async () => {
    const [part] = parts;
    const wrong = { ...parameters, [part!.name]: part!.value.slice(4) };
    await expect(deploy(many, wrong)).rejects.toThrow(/have the SHA-256 .* and their head says/);
  });

  test('are not asked for where the config has one domain, which cannot follow several', async () => {
    await expect(deploy(environment, parameters, {})).rejects.toThrow(
      /has domains beside the first, and this config has neither.*This deploy changes nothing/,
    );
    const users = Array.from({ length: 100 }, (_, index) => ({
      login: `app${String(index)}`,
      senders: [`app${String(index)}@example.com`],
      subaddresses: true,
    }));
    const alone = settingsParameters({ ...environment, users });
    expect(alone.parts).not.toEqual([]);
    await expect(deploy(environment, { [SETTINGS]: alone.value }, {})).resolves.toBeDefined();
  });
});

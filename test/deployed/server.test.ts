import { factsOf } from '../../lib/checks/live/facts';
import { NO_REPORT } from '../../lib/contract/report';
import { settingsHash } from '../../lib/contract/settings';
import { clientsFor } from '../../lib/deployed/clients';
import { AwsFailure, demanded } from '../../lib/deployed/failure';
import { deployedServer } from '../../lib/deployed/server';
import { settingsDocument } from '../../lib/machine/settings';
import { unknown } from '../../lib/rotation/live/observe';
import { environment } from '../fixtures/environment';

const SETTINGS = settingsDocument(environment);
const STATUS = '/kitte/production/status';
const said = (changes: object = {}) =>
  JSON.stringify({
    ...{ version: 2, state: 'converged', reason: '', settings: settingsHash(SETTINGS), instance: 'i-0a' },
    ...changes,
  });

/** Systems Manager with these parameters; nothing else is there. */
function server(parameters: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const clients = clientsFor('eu-west-1');
  const none = (name: string, message = 'no') => Promise.reject(Object.assign(new Error(message), { name }));
  clients.ssm.send = (({ input }: { input: { Name: string } }) => {
    asked.push(input.Name);
    const Value = parameters[input.Name];
    return Value === undefined ? none('ParameterNotFound') : Promise.resolve({ Parameter: { Value } });
  }) as typeof clients.ssm.send;
  clients.cloudFormation.send = (() =>
    none('ValidationError', 'Stack does not exist')) as typeof clients.cloudFormation.send;
  clients.secretsManager.send = (() => none('AccessDeniedException')) as typeof clients.secretsManager.send;
  return { asked, of: deployedServer(environment, clients) };
}

test('each question is asked once, whoever asks', async () => {
  const { asked, of } = server({ [STATUS]: said() });
  expect(await of.report()).toMatchObject({ ok: true, value: { state: 'converged', instance: 'i-0a' } });
  expect(await of.machine()).toMatchObject({ ok: true, value: { instanceId: 'i-0a' } });
  expect(asked).toEqual([STATUS]);
});

test('before the first deploy there is nothing, and before the first report no machine', async () => {
  const nothing = server({}).of;
  expect(await nothing.report()).toMatchObject({ ok: false, because: 'absent' });
  expect(await nothing.foundation()).toMatchObject({ ok: false, because: 'absent' });
  expect(await nothing.address()).toMatchObject({ ok: false, because: 'absent' });
  const silent = server({ [STATUS]: NO_REPORT }).of;
  expect(await silent.report()).toMatchObject({ ok: true, value: { state: 'silent' } });
  const machine = await silent.machine();
  expect(() => demanded(machine)).toThrow(AwsFailure);
  expect(() => demanded(machine)).toThrow(
    `${STATUS} names no machine: it says nothing. Deploy, or wait until the machine has reported.`,
  );
});

const NEWER =
  /report of the machine is of version 7, .* up to version 2\. Another kitte, a newer one, deployed it/;

test('a newer machine is said to be newer by everybody who asks, and nobody takes it for another failure', async () => {
  const { of } = server({
    ...{ [STATUS]: said({ version: 7 }), '/kitte/production/settings': SETTINGS },
    '/kitte/production/dkim-public/example.com/kitte1': 'p=AAAA',
  });
  for (const answer of [await of.report(), await of.machine(), await of.inForce()]) {
    expect(() => demanded<unknown>(answer)).toThrow(NEWER);
    expect(answer.ok ? '' : unknown(answer).unknown).toMatch(NEWER);
  }
  const facts = await factsOf(of, environment, true);
  expect(facts.report.unknown).toMatchObject({
    en: expect.stringMatching(NEWER) as string,
    ja: expect.stringMatching(/バージョン 7 .*バージョン 2 まで/) as string,
  });
  expect(facts.login.unknown).toMatchObject({ en: expect.stringMatching(/GetSecretValue/) as string });
});

test('a report of kitte 0.1.0 leads to its machine', async () => {
  const old = {
    ...{ state: 'converged', reason: '', userData: '', settings: '', usersVersion: '' },
    instance: 'i-0a',
  };
  const { of } = server({ [STATUS]: JSON.stringify(old) });
  expect(await of.machine()).toMatchObject({ ok: true, value: { instanceId: 'i-0a' } });
});

test.each([
  [{}, undefined],
  [{ settings: 'ab' }, /has not yet put the deployed settings in force/],
  [{ state: 'failed', reason: 'no disk' }, /the server says: failed no disk/],
])('settings are in force once the machine reports them: %j', async (changes, not) => {
  const { of } = server({ [STATUS]: said(changes), '/kitte/production/settings': SETTINGS });
  const answer = await of.inForce();
  if (not === undefined) expect(answer).toMatchObject({ ok: true, value: { settings: SETTINGS } });
  else expect(answer.ok ? '' : unknown(answer).unknown).toMatch(not);
});

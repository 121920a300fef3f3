import { clientsFor } from '../../lib/deployed/clients';
import { AwsFailure, ScriptFailure } from '../../lib/deployed/failure';
import { data, machineAt } from '../../lib/deployed/machine';
import { run } from '../../lib/rehearsal/world/shell';
import { runScript } from '../../lib/rehearsal/world/machines/script';

/** Systems Manager, with this host's shell behind it and with AWS's limit on what it answers. */
function machine() {
  const clients = clientsFor('eu-west-1');
  const sent: string[] = [];
  let last = Promise.resolve({ exitCode: 0, stdout: '', stderr: '', timedOut: false });
  const send = async (command: { input: { Parameters?: { commands: string[] } } }) => {
    const { Parameters } = command.input;
    if (Parameters !== undefined) {
      const script = Parameters.commands.join('\n');
      sent.push(script);
      last = runScript(run, script, 60);
      return { Command: { CommandId: 'c' } };
    }
    const { exitCode, stdout, stderr } = await last;
    return {
      Status: exitCode === 0 ? 'Success' : 'Failed',
      ResponseCode: exitCode,
      StandardOutputContent: stdout.slice(0, 24_000),
      StandardErrorContent: stderr.slice(0, 8_000),
    };
  };
  clients.ssm.send = send as typeof clients.ssm.send;
  return { sent, on: machineAt(clients, 'i-1') };
}

test('what is longer than one answer comes whole, and nothing is left behind', async () => {
  const { on, sent } = machine();
  const script =
    'i=0; while [ $i -lt 4000 ]; do echo "$i $(od -An -N12 -tx8 /dev/urandom)"; i=$((i + 1)); done';
  const lines = (await on.run('counting', script)).trim().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(
    Array.from({ length: 4000 }, (_, at) => String(at)),
  );
  expect(sent.length).toBeGreaterThan(3);
  const [, directory = ''] = /echo (\S+) \| base64 -d/.exec(sent.at(-1) ?? '') ?? [];
  const left = await run([
    'sh',
    '-c',
    'test -e "$1" || echo gone',
    'sh',
    Buffer.from(directory, 'base64').toString(),
  ]);
  expect(left.stdout).toBe('gone\n');
}, 60_000);

test.each(["o'clock", '$(id) `id`', '{{ssm:/kitte/prod/dkim}}', '"; rm -rf /', 'ü\\n * ~'])(
  'data is data: %j',
  async (text) => {
    const { on, sent } = machine();
    expect(await on.run('echoing', `printf %s ${data(text)}`)).toBe(text);
    expect(sent.join('\n')).not.toContain(text);
  },
);

test('a script that fails says so with its last words', async () => {
  const { on } = machine();
  const failure = on.run('trying', 'echo no such thing >&2; exit 3');
  await expect(failure).rejects.toThrow(ScriptFailure);
  await expect(failure).rejects.toThrow('trying failed on i-1 (exit code 3): no such thing');
});

test('what Systems Manager would take for a parameter is never sent', async () => {
  await expect(machine().on.run('x', 'echo {{ssm:a}}')).rejects.toThrow('{{');
});

test('a machine without an agent is named, with the next step', async () => {
  const clients = clientsFor('eu-west-1');
  clients.ssm.send = (() =>
    Promise.reject(Object.assign(new Error('not in a valid state'), { name: 'InvalidInstanceId' }))) as never;
  const failure = machineAt(clients, 'i-9').run('x', 'true');
  await expect(failure).rejects.toThrow(AwsFailure);
  await expect(failure).rejects.toThrow('Systems Manager does not know i-9');
});

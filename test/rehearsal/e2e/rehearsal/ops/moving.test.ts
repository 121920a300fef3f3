import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import type { Row } from '../../../../../lib/checks/row';
import { layout } from '../../../../../lib/rehearsal/world/layout';
import { onLaptop } from '../../laptop';
import { Day } from './day';

/** A zone that moves to this account: others take the domain's mail today, and nobody has said what becomes of it. */
jest.setTimeout(180_000);
const day = Day.begin();
const domain = 'moving.example';
const TODAY = '10 mx.provider.example';
const moving = (mx?: unknown) => ({
  ...{ domain, hostedZone: { create: true } },
  ...(mx === undefined ? {} : { mx }),
});
const stand = () => day.server.rehearsal.stand;
const file = () => join(day.server.directory, 'moving.config.ts');

function write(mx?: unknown): void {
  const config = { environments: { moving: moving(mx) } };
  writeFileSync(file(), `export default ${JSON.stringify(config)};\n`);
}

async function row(): Promise<Row | undefined> {
  const args = ['preflight', '--json', '--resolver', layout.router, '--config', file()];
  const { stdout } = await onLaptop(stand(), args);
  return (JSON.parse(stdout) as { rows: Row[] }).rows.find(({ id }) => id === 'mx');
}

const foundation = (command: string, ...args: string[]) =>
  stand().cdk([command, 'moving/Foundation', ...args, '-c', `config=${file()}`, '-c', 'environment=moving']);
const deploy = (...args: string[]) => foundation('deploy', '--require-approval', 'never', ...args);
const made = () =>
  stand()
    .account.stacks()
    .findLast(({ name }) => name === 'kitte-moving-foundation');
const removed = async () => {
  await deploy('-c', 'retain=false');
  expect((await foundation('destroy', '--force', '-c', 'retain=false')).exitCode).toBe(0);
};

beforeAll(async () => {
  const { account, world } = stand();
  account.addHostedZone({ id: 'ZPROVIDER', name: domain });
  const ResourceRecordSet = {
    ...{ Name: `${domain}.`, Type: 'MX' as const, TTL: 60 },
    ResourceRecords: [{ Value: `${TODAY}.` }],
  };
  await new Route53Client(account.sdk).send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: 'ZPROVIDER',
      ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
    }),
  );
  await world.delegate(domain, true);
}, 60_000);

test('`init` writes nothing until it is told which; then it writes that', async () => {
  const config = join(day.server.directory, 'init.config.ts');
  const init = (...more: string[]) =>
    onLaptop(stand(), [
      ...['init', '--domain', domain, '--zone', 'create', '--resolver', layout.router, '--config', config],
      ...more,
    ]);
  const torn = await init();
  expect(torn).toMatchObject({ code: 1, stdout: '' });
  expect(torn.stderr).toContain(`--mx '${TODAY}'`);
  expect(existsSync(config)).toBe(false);
  expect(await init('--mx', TODAY)).toMatchObject({ code: 0 });
  expect(readFileSync(config, 'utf8')).toContain(`mx: ['${TODAY}'],`);
});

test('`preflight` fails and the deploy stops before anything is kept, and both say what to write', async () => {
  write();
  const wanted = `mx: ['${TODAY}'] to leave it there, or mx: true for this server`;
  expect(await row()).toMatchObject({
    ...{ verdict: 'fail', seen: `${domain} MX ${TODAY}` },
    next: expect.stringContaining(wanted) as string,
  });
  const addresses = stand().account.zones().length;
  const { exitCode, output } = await deploy();
  expect(exitCode).not.toBe(0);
  expect(output).toContain(`Others take this mail today: ${domain} MX ${TODAY}`);
  expect(output).toContain(wanted);
  expect(stand().account.zones()).toHaveLength(addresses);
  expect(stand().account.readSecret('kitte/moving/users')).toBeUndefined();
});

// The stack that was stopped is in the way of nothing.
test('with `mx` both go on', async () => {
  write([TODAY]);
  expect(await row()).toMatchObject({ verdict: 'pass', seen: `${TODAY}, by this config` });
  const { exitCode, output } = await deploy();
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  expect(made()?.outputs).not.toHaveProperty('MxElsewhere');
  await removed();
});

test('where nobody takes the mail the deploy goes on, and its output says so', async () => {
  await stand().world.delegate(domain, false);
  write();
  const { exitCode, output } = await deploy();
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  expect(made()?.outputs['MxElsewhere']).toBe(`nobody else: ${domain}`);
  await removed();
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { cacheDirectory } from '../../../../../lib/cli/cache-directory';
import { loadConfig } from '../../../../../lib/config/load';
import { demandPrerequisites, thisHost } from '../../../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../../../lib/rehearsal/rehearse';
import { reportOf } from '../../../../../lib/rehearsal/report-of';
import { PROJECT, ZONE_ID } from '../../../deployed';

/** The first deploy of this version meets what the machine of an earlier one made: its report, which no stack owns. */
const STATUS = '/kitte/prod/status';
/** As commit 525be69 wrote it. */
const REPORT = {
  ...{ state: 'converged', reason: '', userData: '5f0e', settings: 'ab12', usersVersion: 'b2a1' },
  ...{ instance: 'i-0123456789abcdef0', at: '2026-11-25T01:24:09Z' },
};

let directory = '';
let rehearsal: Rehearsal | undefined;

afterAll(async () => {
  if (rehearsal?.begun === true) await rehearsal.stand.tearDown();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

test('a report that no stack owns is taken over, and the server speaks in it', async () => {
  demandPrerequisites(thisHost(process.env));
  directory = mkdtempSync(join(tmpdir(), 'kitte-earlier-'));
  const config = join(directory, 'kitte.config.ts');
  const text = { domain: 'example.com', hostedZone: { id: ZONE_ID } };
  writeFileSync(config, `export default ${JSON.stringify(text)};\n`);
  const [environment] = await loadConfig(config);
  rehearsal = new Rehearsal({
    projectDirectory: PROJECT,
    cacheDirectory: cacheDirectory(process.env),
    environment: environment!,
    context: [`config=${config}`],
  });
  const [world, bootstrap, deploy] = rehearsal.tasks();
  await world?.run(() => undefined);
  await bootstrap?.run(() => undefined);
  const { account } = rehearsal.stand;
  const ssm = new SSMClient(account.sdk);
  await ssm.send(new PutParameterCommand({ Name: STATUS, Type: 'String', Value: JSON.stringify(REPORT) }));
  ssm.destroy();

  await deploy?.run(() => undefined);
  expect(account.stacks().map(({ name, status }) => `${name} ${status}`)).toEqual(
    expect.arrayContaining(['kitte-prod-server CREATE_COMPLETE']),
  );
  const report = reportOf({ account }, { name: 'prod' });
  expect(report.state).toBe('converged');
  expect(report.instance).toBe(account.instances()[0]?.id);
}, 900_000);

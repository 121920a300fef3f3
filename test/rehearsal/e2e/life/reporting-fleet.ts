import { createHash } from 'node:crypto';

import { CloudFormationClient, SignalResourceCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { type Names, namesOf } from '../../../../lib/config/names';
import { NO_REPORT, type Report, REPORT_VERSION } from '../../../../lib/contract/report';
import { settingsHash } from '../../../../lib/contract/settings';
import type { FleetInstance, LocalAccountHandle } from '../../../../lib/local-aws';
import { NullFleet } from '../../../local-aws/null-fleet';

/** What the machines say of themselves. */
type Word = Pick<Report, 'state' | 'reason'>;

export const WELL: Word = { state: 'converged', reason: '' };
const LOOK_MS = 100;

/**
 * Boots nothing, but speaks to the account as the machine does, with the instance's own role: it signals to CloudFormation
 * and reports on the config that it finds there. For lives in which only the account's side is looked at.
 */
export class ReportingFleet extends NullFleet {
  /** The same of all settings, or by what these say: asked with the text that is reported on, never with an older one. */
  word: Word | ((settings: string) => Word) = WELL;
  account: LocalAccountHandle | undefined;
  private readonly told = new Map<string, string>();
  private looks = false;
  private readonly looking: NodeJS.Timeout;

  private readonly names: Names;

  /** Of an environment, or of a server in a stack of somebody's own. */
  constructor(of: string | Names) {
    super();
    this.names = typeof of === 'string' ? namesOf(of) : of;
    this.looking = setInterval(() => void this.look(), LOOK_MS);
  }

  close(): void {
    clearInterval(this.looking);
  }

  private async look(): Promise<void> {
    if (this.looks) return;
    this.looks = true;
    // What is not there yet, or not allowed yet, is tried again, as the machine does.
    await Promise.all([...this.running.values()].map((one) => this.report(one).catch(() => undefined)));
    this.looks = false;
  }

  private async report(instance: FleetInstance): Promise<void> {
    const credentials = instance.credentials();
    if (this.account === undefined || credentials === undefined) return;
    const client = { endpoint: this.account.endpoint, region: instance.region, credentials };
    const { names } = this;
    const ssm = new SSMClient(client);
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: names.settings }));
    const settings = Parameter?.Value ?? '';
    const word = typeof this.word === 'function' ? this.word(settings) : this.word;
    const { VersionId } = await new SecretsManagerClient(client).send(
      new GetSecretValueCommand({ SecretId: names.usersSecret }),
    );
    const report = JSON.stringify({
      ...{ version: REPORT_VERSION, ...word, warning: '' },
      userData: createHash('sha256').update(instance.userData()).digest('hex'),
      ...{ settings: settingsHash(settings), usersVersion: VersionId ?? '' },
      ...{ port25: '', former: '', held: '', unseen: '', instance: instance.id },
    } satisfies Omit<Report, 'at'>);
    // The last one that was started is the one that serves, and what the stack put over its words is put right.
    const serves = [...this.running.keys()].at(-1) === instance.id;
    const there = this.account.readParameter(names.status);
    if (serves && (this.told.get(instance.id) !== report || there === NO_REPORT)) {
      const stamped = JSON.stringify({ ...(JSON.parse(report) as object), at: new Date().toISOString() });
      await ssm.send(new PutParameterCommand({ Name: names.status, Value: stamped, Overwrite: true }));
    }
    if (!this.told.has(instance.id))
      await new CloudFormationClient(client).send(
        new SignalResourceCommand({
          StackName: names.stacks.server,
          LogicalResourceId: names.instance,
          UniqueId: instance.id,
          Status: word.state === 'failed' ? 'FAILURE' : 'SUCCESS',
        }),
      );
    this.told.set(instance.id, report);
  }
}

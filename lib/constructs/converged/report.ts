import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import type {
  CdkCustomResourceEvent,
  CdkCustomResourceIsCompleteEvent,
  CdkCustomResourceIsCompleteResponse,
  CdkCustomResourceResponse,
} from 'aws-lambda';

import { type Reading, valueOf } from '../../contract/reading';
import type { Report } from '../../contract/report';
import { begunAt, deadlineIn, isPast } from '../handler/deadline';
import { reportAt } from '../../deployed/report';
import { isRollingBack } from '../handler/rolling-back';
import type { Sender } from '../../deployed/sender';

export interface ConvergedProperties {
  readonly StatusParameter: string;
  readonly UserDataHash: string;
  readonly SettingsHash: string;
  /** Of the users' secret, as the deploy left it. */
  readonly UsersVersion: string;
  readonly UsersSecret: string;
  readonly InstanceId: string;
}

/** What lies between a machine's start and the first poll at most. */
const START_MS = 5 * 60_000;

/** Minutes: a stop and start, the package work of a changed user-data, a certificate. */
const PATIENCE = 15;

export const convergedOnEvent =
  (now: () => Date) =>
  (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> =>
    Promise.resolve({
      PhysicalResourceId: (event.ResourceProperties as unknown as ConvergedProperties).StatusParameter,
      Data: deadlineIn(PATIENCE, now()),
    });

export interface ConvergedWorld {
  readonly ssm: Sender;
  readonly secretsManager: Sender;
  readonly cloudFormation: Sender;
  readonly now: () => Date;
}

/**
 * Complete when the machine has reported on exactly this config: what it says of an earlier one does not count. A roll-back ends
 * all the same when the machine fails of what was before: the output State and the doctor say so.
 */
export function convergedIsComplete({ ssm, secretsManager, cloudFormation, now }: ConvergedWorld) {
  const refuse = async ({ StackId }: CdkCustomResourceIsCompleteEvent, state: string, reason: string) => {
    if (!(await isRollingBack(cloudFormation, StackId))) throw new Error(reason);
    return { IsComplete: true, Data: { State: state, Reason: reason } };
  };
  return async (event: CdkCustomResourceIsCompleteEvent): Promise<CdkCustomResourceIsCompleteResponse> => {
    if (event.RequestType === 'Delete') return { IsComplete: true };
    const wanted = event.ResourceProperties as unknown as ConvergedProperties;
    const said = await reportAt(ssm, wanted.StatusParameter);
    const report = valueOf(said);
    const data = (event as { Data?: Record<string, unknown> }).Data;
    if (report !== undefined) {
      const isOfNow =
        isFirstWord(report, wanted, event, data) || (await isAbout(report, wanted, secretsManager));
      if (isOfNow && report.state === 'failed')
        return refuse(event, report.state, `The mail server could not take this config: ${report.reason}`);
      if (isOfNow) return { IsComplete: true, Data: { State: report.state, Reason: report.reason || '-' } };
    }
    if (isPast(data, now()))
      return refuse(
        event,
        report?.state ?? said.kind,
        `The mail server ${wanted.InstanceId} did not report on this config within ${String(PATIENCE)} minutes. ` +
          `Its last report: ${wordsOf(said)}. ` +
          'Read its journal (journalctl -u "kitte-*") or the console log (aws ec2 get-console-output).',
      );
    return { IsComplete: false };
  };
}

/**
 * That it failed, before it had read settings or passwords: such a report names none, or the passwords of before. It
 * counts for the deploy in which it was spoken. A machine that was just started may have spoken before it was waited for; an older word is of another deploy.
 */
function isFirstWord(
  report: Report,
  wanted: ConvergedProperties,
  { RequestType, OldResourceProperties }: CdkCustomResourceIsCompleteEvent,
  data: Record<string, unknown> | undefined,
): boolean {
  const before = OldResourceProperties as unknown as ConvergedProperties | undefined;
  const started =
    RequestType === 'Create' ||
    before?.UserDataHash !== wanted.UserDataHash ||
    before.InstanceId !== wanted.InstanceId;
  const since = begunAt(data, PATIENCE) - (started ? START_MS : 0);
  return (
    report.state === 'failed' &&
    report.userData === wanted.UserDataHash &&
    report.instance === wanted.InstanceId &&
    [wanted.SettingsHash, ''].includes(report.settings) &&
    Date.parse(report.at) >= since
  );
}

async function isAbout(
  report: Report,
  wanted: ConvergedProperties,
  secretsManager: Sender,
): Promise<boolean> {
  return (
    report.userData === wanted.UserDataHash &&
    report.settings === wanted.SettingsHash &&
    report.instance === wanted.InstanceId &&
    (report.usersVersion === wanted.UsersVersion ||
      // A password that was turned since makes a version that no deploy knows of.
      (await isCurrent(report.usersVersion, wanted.UsersSecret, secretsManager)))
  );
}

async function isCurrent(version: string, SecretId: string, secretsManager: Sender): Promise<boolean> {
  const { VersionIdsToStages } = (await secretsManager.send(new DescribeSecretCommand({ SecretId }))) as {
    VersionIdsToStages?: Record<string, string[]>;
  };
  return VersionIdsToStages?.[version]?.includes('AWSCURRENT') ?? false;
}

function wordsOf(said: Reading<Report>): string {
  if (said.kind === 'silent') return 'none';
  if (said.kind !== 'read') return said.words.en.replace(/\.$/, '');
  return [said.value.state, said.value.reason].filter(Boolean).join(', ');
}

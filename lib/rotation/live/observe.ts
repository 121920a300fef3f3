import { GetParameterCommand, ParameterNotFound, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';

import { clientsFor } from '../../aws/clients';
import { untold } from '../../aws/told';
import { keyOf, unquoted } from '../../checks/dkim';
import type { Lookup } from '../../checks/probe';
import type { Environment } from '../../config/environment';
import { dkimPublicParameter, namesOf, type Names } from '../../config/names';
import { inEnglish, valueOf } from '../../contract/reading';
import { readReport, type Report } from '../../contract/report';
import { readSettings, settingsHash } from '../../contract/settings';
import type { Known, Seen } from '../seen';
import { keyAt, nameServersOf, negativeTtlOf } from './name-servers';

/** Looks at every selector of the config and at those named beside. */
export async function observe(
  environment: Environment,
  further: readonly string[],
  lookup: Lookup,
  withAws: boolean,
): Promise<Seen> {
  const { dkim, domain, hostedZone } = environment;
  const selectors = [...new Set([...dkim.selectors, ...dkim.retired, ...further])];
  const servers = await nameServersOf(hostedZone.name, lookup);
  const answers = async (selector: string) =>
    [
      selector,
      await Promise.all(servers.map((at) => keyAt(at, `${selector}._domainkey.${domain}`))),
    ] as const;
  const [all, negativeTtl, account] = await Promise.all([
    Promise.all(selectors.map(answers)),
    negativeTtlOf(servers, hostedZone.name),
    withAws ? readAccount(environment) : { keys: NOT_ASKED, made: NOT_ASKED, signing: NOT_ASKED },
  ]);
  return { answers: Object.fromEntries(all), negativeTtl, ...account };
}

const NOT_ASKED = { unknown: '--no-aws is given' };

async function readAccount(environment: Environment): Promise<Pick<Seen, 'keys' | 'made' | 'signing'>> {
  const { ssm } = clientsFor(environment.region);
  const [keys, made, signing] = await Promise.all([
    known(() => madeKeys(ssm, environment)),
    known(() => madeAt(ssm, environment)),
    known(() => signingSelector(ssm, environment)),
  ]);
  return { keys, made, signing };
}

/** Of the selectors that the deploy knows; a new one has none before it. */
async function madeKeys(ssm: SSMClient, { name, domain, dkim }: Environment) {
  const each = dkim.selectors.map(async (selector) => {
    const found = await parameter(ssm, dkimPublicParameter(namesOf(name), domain, selector));
    return found === undefined ? [] : [[selector, keyOf(unquoted(found.Value ?? ''))] as const];
  });
  return Object.fromEntries((await Promise.all(each)).flat());
}

/** CloudFormation writes a key's parameter once, and anew only when the key is another. */
async function madeAt(ssm: SSMClient, { name, domain, dkim }: Environment): Promise<Date> {
  const found = await parameter(ssm, dkimPublicParameter(namesOf(name), domain, dkim.active));
  if (found?.LastModifiedDate === undefined) throw new Error('nothing is deployed yet');
  return found.LastModifiedDate;
}

async function signingSelector(ssm: SSMClient, { name }: Environment): Promise<string> {
  const { settings } = await settingsInForce(ssm, namesOf(name));
  const reading = readSettings(settings);
  if (reading.kind === 'read') return reading.value.dkim.active;
  throw new Error(reading.kind === 'silent' ? 'nothing is deployed yet' : inEnglish(reading));
}

/** The settings that are deployed count once the machine says that they are in force. */
export async function settingsInForce(
  ssm: SSMClient,
  names: Names,
): Promise<{ readonly settings: string; readonly report: Report }> {
  const [settings, status] = await Promise.all(
    [names.settings, names.status].map(async (each) => (await parameter(ssm, each))?.Value),
  );
  if (settings === undefined || status === undefined) throw new Error('nothing is deployed yet');
  const reading = readReport(status);
  if (reading.kind === 'newer' || reading.kind === 'unreadable') throw new Error(inEnglish(reading));
  const report = valueOf(reading);
  if (report?.state !== 'converged')
    throw new Error(`the server says: ${[report?.state ?? 'nothing yet', report?.reason].join(' ').trim()}`);
  if (report.settings !== settingsHash(settings))
    throw new Error('the server has not yet put the deployed settings in force');
  return { settings, report };
}

async function parameter(ssm: SSMClient, Name: string): Promise<Parameter | undefined> {
  try {
    return (await ssm.send(new GetParameterCommand({ Name }))).Parameter;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw new Error(untold('ssm:GetParameter', error).reason.replace(/\.$/, ''), { cause: error });
  }
}

export async function known<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}

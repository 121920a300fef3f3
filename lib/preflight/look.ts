import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { GetParameterCommand } from '@aws-sdk/client-ssm';

import type { Clients } from '../aws/clients';
import { identityOf } from '../aws/identity';
import { told, type Told } from '../aws/told';
import { nameOf } from '../aws/zones';
import type { Environment } from '../config/environment';
import { namesOf } from '../config/names';
import { collisionRows, type Existing } from './collisions';
import { type Row, runbookOf } from './row';

const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version';

/** What the account says about a deploy of this environment. */
export async function preflight(environment: Environment, clients: Clients): Promise<Row[]> {
  const { account, region } = await identityOf(clients);
  return [
    row('account', account, environment.account ?? 'any account', {
      subject: region ?? 'no region',
      seen: (value) => value,
      good: (value) => environment.account === undefined || value === environment.account,
      why: 'The stacks go to the account of the credentials, or CDK refuses.',
      next: 'Use credentials of that account, or change account in the config.',
    }),
    ...(await zoneRows(environment, clients)),
    row('bootstrap', await parameter(clients, BOOTSTRAP), 'version 6 or later', {
      subject: BOOTSTRAP,
      seen: (value) => `version ${value}`,
      good: (value) => Number(value) >= 6,
      why: 'CDK brings templates and code into the account through it.',
      next: 'Run `npx cdk bootstrap`.',
    }),
    ...(environment.machine.image.kind === 'ami'
      ? []
      : [await imageRow(environment.machine.image.name, clients)]),
  ];
}

async function imageRow(name: string, clients: Clients): Promise<Row> {
  return row('image', await parameter(clients, name), 'an AMI id', {
    subject: name,
    seen: (value) => value,
    good: (value) => value.startsWith('ami-'),
    why: 'The machine boots from it.',
    next: 'Correct machine.image.parameter, or choose a region in which Debian publishes it.',
  });
}

async function zoneRows(environment: Environment, clients: Clients): Promise<Row[]> {
  const { hostedZone } = environment;
  if (hostedZone.kind === 'created') return [];
  const { route53 } = clients;
  const zone = await told('route53:GetHostedZone', async () => {
    const { HostedZone = { Id: '', Name: '', CallerReference: '' } } = await route53.send(
      new GetHostedZoneCommand({ Id: hostedZone.id }),
    );
    return HostedZone;
  });
  const found = row('zone', zone, `the public zone ${hostedZone.name}`, {
    subject: hostedZone.id,
    seen: (value) => `${value.Config?.PrivateZone === true ? 'private' : 'public'} zone ${nameOf(value)}`,
    good: (value) => value.Config?.PrivateZone !== true && nameOf(value) === hostedZone.name,
    why: 'Only a public zone of this name answers the world.',
    next: 'Give hostedZone the id of the public zone, and its name if it is a parent of the domain.',
  });
  if (found.verdict !== 'pass') return [found];
  const existing = await told('route53:ListResourceRecordSets', () => recordSets(clients, hostedZone.id));
  if (!existing.ok) return [found, row('records', existing, 'no record set of the same name', NOTHING)];
  const own = await told('cloudformation:ListStackResources', () => ownRecords(environment, clients));
  if (!own.ok && own.because !== 'absent')
    return [found, row('records', own, 'the records of the stack', NOTHING)];
  return [found, ...collisionRows(environment, existing.value, own.ok ? own.value : new Set())];
}

const NOTHING = {
  subject: 'records',
  seen: () => '',
  good: () => true,
  why: '',
  next: 'Allow the call, then look again.',
};

async function recordSets({ route53 }: Clients, id: string): Promise<Existing[]> {
  const sets: ResourceRecordSet[] = [];
  let from: { StartRecordName?: string | undefined; StartRecordType?: ResourceRecordSet['Type'] } = {};
  for (;;) {
    const page = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: id, ...from }));
    sets.push(...(page.ResourceRecordSets ?? []));
    if (page.IsTruncated !== true) break;
    from = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
  }
  return sets.map(({ Name = '', Type = '', ResourceRecords = [] }) => ({
    name: Name.replace(/\.$/, '').toLowerCase(),
    type: Type,
    values: ResourceRecords.map(({ Value = '' }) => Value),
  }));
}

/** Directly in its stack, a record's logical id is its construct's. */
async function ownRecords(environment: Environment, { cloudFormation }: Clients): Promise<Set<string>> {
  const ids = new Set<string>();
  let NextToken: string | undefined;
  do {
    const StackName = namesOf(environment.name).stacks.dns;
    const page = await cloudFormation.send(
      new ListStackResourcesCommand({ StackName, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    for (const each of page.StackResourceSummaries ?? [])
      if (each.ResourceType === 'AWS::Route53::RecordSet' && each.ResourceStatus !== 'DELETE_COMPLETE')
        ids.add(each.LogicalResourceId ?? '');
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return ids;
}

function parameter({ ssm }: Clients, Name: string): Promise<Told<string>> {
  return told(
    'ssm:GetParameter',
    async () => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '',
  );
}

interface Asked<T> {
  readonly subject: string;
  readonly seen: (value: T) => string;
  readonly good: (value: T) => boolean;
  readonly why: string;
  readonly next: string;
}

/** What is absent fails; what nobody could ask is skipped, and says so. */
function row<T>(id: string, answer: Told<T>, expected: string, asked: Asked<T>): Row {
  const { subject, why, next } = asked;
  const common = { id, subject, expected, why, runbook: runbookOf(`preflight-${id}`) };
  if (!answer.ok)
    return answer.because === 'absent'
      ? { ...common, verdict: 'fail', seen: answer.reason, next }
      : {
          ...common,
          verdict: 'skip',
          seen: answer.reason,
          next: 'Allow the call or set credentials and region, then look again.',
        };
  const good = asked.good(answer.value);
  return {
    ...common,
    verdict: good ? 'pass' : 'fail',
    seen: asked.seen(answer.value),
    next: good ? '' : next,
  };
}

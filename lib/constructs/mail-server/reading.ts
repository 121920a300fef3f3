import { RemovalPolicy, type Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { type CfnSecret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';

import type { Environment } from '../../config/environment';
import { ConfigError, type Problem, show } from '../../config/problem';
import { parseConfig } from '../../limits/load';
import type { MailServerProps } from './props';

/** As `kitte.config.ts` has them, under the same names. */
const PLAIN = [
  'domain',
  'hostName',
  'envelopeDomain',
  'former',
  'mx',
  'replies',
  'domainTxt',
  'spf',
  'dkim',
  'dmarc',
  'users',
  'roleAddresses',
  'route',
  'limits',
  'certificate',
  'queueLifetime',
  'updates',
  'ttl',
  'verify',
] as const satisfies readonly (keyof MailServerProps)[];

/** By another name than in a config, or as a construct. */
const OTHERS = [
  'hostedZone',
  'serverName',
  'hostZone',
  'usersSecret',
  'connectionLimits',
  'vpc',
  'vpcSubnets',
  'instanceType',
  'image',
  'volumeSize',
  'queueVolumeSize',
  'swap',
  'removalPolicy',
] as const satisfies readonly (keyof MailServerProps)[];

const PROPS: readonly string[] = [...PLAIN, ...OTHERS];

/** Fields of a config that are no props, and what is written instead. */
const NOT_HERE: Readonly<Record<string, string>> = {
  account: 'Give it to the stack: env.account.',
  region: 'Give it to the stack: env.region.',
  retain: 'Write removalPolicy: RemovalPolicy.DESTROY, or RETAIN.',
  tags: 'Write Tags.of(server).add(key, value).',
  machine: 'Write instanceType, image, volumeSize, queueVolumeSize and swap.',
  connections: 'Write connectionLimits.',
  domains: 'Make a MailServer for each, or use MailStage, whose config takes several domains.',
  environments: 'Make a MailServer for each.',
};

/** Where the config has a prop under another name. */
const PLACES: readonly (readonly [inConfig: string, inProps: string])[] = [
  ['connections', 'connectionLimits'],
  ['machine.instanceType', 'instanceType'],
  ['machine.image', 'image'],
  ['machine.volumeSizeGiB', 'volumeSize'],
  ['machine.queueVolumeSizeGiB', 'queueVolumeSize'],
  ['machine.swapMiB', 'swap'],
];

/** Stands for the id of a zone that is made by the same app: nothing that is rendered before the deploy may hold it. */
const ANY_ZONE = 'Z0000000000000000000';

/** The props as an environment of this name; throws a ConfigError that lists every problem of theirs, and those of before. */
export function environmentOf(
  props: MailServerProps,
  name: string,
  path: string,
  before: readonly Problem[],
): Environment {
  const problems = [...before, ...unknownProps(props), ...nameProblems(props), ...constructProblems(props)];
  let environment: Environment | undefined;
  try {
    [environment] = parseConfig(configOf(props));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems.map((problem) => ({ ...problem, path: inProps(problem.path) })));
  }
  if (environment === undefined || problems.length > 0)
    throw new ConfigError(problems, `MailServer ${path} has`);
  return { ...environment, name };
}

function configOf(props: MailServerProps): Record<string, unknown> {
  const { hostedZone, hostZone, instanceType, image, volumeSize, queueVolumeSize, swap } = props;
  const plain = Object.fromEntries(PLAIN.map((key) => [key, props[key]]));
  const machine = {
    instanceType: instanceType?.toString(),
    image,
    volumeSizeGiB: volumeSize && gibibytes(volumeSize),
    queueVolumeSizeGiB: queueVolumeSize && gibibytes(queueVolumeSize),
    swapMiB: swap?.toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
  };
  return defined({
    ...plain,
    // What is wrong with a zone is told by itself.
    hostedZone: { id: idOf(hostedZone), ...defined({ name: zoneName(hostedZone) }) },
    hostZone: hostZone && { id: idOf(hostZone), ...defined({ name: zoneName(hostZone) }) },
    connections: props.connectionLimits,
    machine: defined(machine),
    retain: props.removalPolicy !== RemovalPolicy.DESTROY,
  });
}

const gibibytes = (size: Size) => size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });

const defined = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

function idOf(zone: IHostedZone | undefined): string {
  const id: unknown = zone?.hostedZoneId;
  return typeof id === 'string' && !Token.isUnresolved(id) ? id : ANY_ZONE;
}

/** Nothing for one that is known at the deploy alone, or was imported without it. */
function zoneName(zone: IHostedZone | undefined): string | undefined {
  try {
    const name: unknown = zone?.zoneName;
    return typeof name === 'string' && !Token.isUnresolved(name) ? name : undefined;
  } catch {
    // CDK's own zone that was imported by its id alone.
    return undefined;
  }
}

/** A secret's name, where it is known before the deploy. */
export function secretName(secret: ISecret): string | undefined {
  const made = (secret.node.defaultChild as CfnSecret | undefined)?.name;
  return [made, secret.secretName].find((name) => name !== undefined && !Token.isUnresolved(name));
}

function unknownProps(props: MailServerProps): Problem[] {
  return Object.entries(props)
    .filter(([key, value]) => !PROPS.includes(key) && value !== undefined)
    .map(([path, value]) => ({
      path,
      received: show(value),
      allowed: `a prop of MailServer: ${PROPS.join(', ')}`,
      remedy: NOT_HERE[path] ?? 'Remove it, or write one of these.',
    }));
}

function nameProblems({ serverName }: MailServerProps): Problem[] {
  if (serverName === undefined || /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/.test(serverName)) return [];
  return [
    {
      path: 'serverName',
      received: show(serverName),
      allowed:
        'lower-case letters, digits and dashes, beginning with a letter, ending with a letter or digit, at most 20',
      remedy: 'Write another name, or leave it out for one that is made of the place in the app.',
    },
  ];
}

function constructProblems({ hostedZone, hostZone, removalPolicy, usersSecret }: MailServerProps): Problem[] {
  const problems: Problem[] = [];
  for (const [path, zone] of Object.entries({ hostedZone, hostZone })) {
    if ((zone === undefined && path === 'hostZone') || zoneName(zone) !== undefined) continue;
    problems.push({
      path,
      received: zone === undefined ? 'nothing' : 'a zone whose name is not known at synthesis',
      allowed: 'a public hosted zone of Route 53 with its name',
      remedy:
        "Give a zone of this app, or HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: 'Z…', zoneName: 'example.com' }).",
    });
  }
  if (removalPolicy === RemovalPolicy.SNAPSHOT)
    problems.push({
      path: 'removalPolicy',
      received: show(removalPolicy),
      allowed: 'RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
      remedy: 'Write RETAIN: an address and keys have no snapshot.',
    });
  if (usersSecret !== undefined && secretName(usersSecret) === undefined)
    problems.push({
      path: 'usersSecret',
      received: 'a secret whose name is not known at synthesis',
      allowed: 'a secret with a name of its own',
      remedy:
        "Write secretName where it is made, or import it by Secret.fromSecretNameV2(this, 'Users', 'name').",
    });
  return problems;
}

function inProps(path: string): string {
  const place = PLACES.find(([inConfig]) => path === inConfig || path.startsWith(`${inConfig}.`));
  return place === undefined ? path : `${place[1]}${path.slice(place[0].length)}`;
}

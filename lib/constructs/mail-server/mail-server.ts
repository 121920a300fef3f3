import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { Connections, type IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { collisions } from '../../config/collisions';
import { hostZoneOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { certifiedHosts } from '../../config/host-names';
import { namesOf } from '../../config/names';
import { ConfigError, type Problem } from '../../config/problem';
import { outOfReach } from '../../config/schema/region';
import { inALine, warnings } from '../../config/warnings';
import { servedPorts, SUBMISSION_PORTS } from '../../machine/ports';
import { LeftoverChallenge } from '../leftover-challenge/leftover-challenge';
import { MailNetwork } from '../network/mail-network';
import { pinFlags } from '../pinned-flags';
import { serving } from '../serving/serving';
import { Lasting } from './lasting';
import { placeOf, placeProblems } from './place';
import type { MailServerProps } from './props';
import { Published } from './published';
import { environmentOf, secretName } from './reading';
import { defaultServerName, instanceId } from './server-name';

/**
 * A sending mail server in a stack of somebody's own: address, queue, keys, passwords, machine, records and reverse name, in the
 * order in which a deploy that fails changes nothing that works. Any number of them may be in an app and in a stack.
 */
export class MailServer extends Construct implements IConnectable {
  /** The Elastic IP that mail comes from. */
  readonly address: string;
  /** Server for mail clients, on the ports 465 (implicit TLS) and 587 (STARTTLS). */
  readonly hostName: string;
  /** What its parameters, secret and permissions are named after. */
  readonly serverName: string;
  /** A password for each login, as a JSON object. */
  readonly usersSecret: ISecret;
  /** The security group of the instance; the default port is that of submission with implicit TLS. */
  readonly connections: Connections;
  /** `converged`; or `waiting`, while the certificate cannot be had and submission stays closed. */
  readonly state: string;
  /** What the outside sees, in one line: the checks of `kitte doctor`, run by the deploy; undefined for `verify: 'off'`. */
  readonly verdict: string | undefined;
  private readonly environment: Environment;

  constructor(scope: Construct, id: string, props: MailServerProps) {
    super(scope, id);
    pinFlags(this);
    const stack = Stack.of(this);
    this.serverName = props.serverName ?? defaultServerName(this, stack);
    const known: Environment = {
      ...environmentOf(props, this.serverName, this.node.path, [
        ...stackProblems(stack),
        ...placeProblems(props),
      ]),
      ...(Token.isUnresolved(stack.region) ? {} : { region: stack.region }),
    };
    this.environment = this.placedIn(stack, known, props.usersSecret);
    this.refuseCollisions(stack);
    const environment = withZones(this.environment, props);
    const names = namesOf(environment.name, environment.inside);

    const place = placeOf(this, props);
    const network = new MailNetwork(this, 'Network', { vpc: place, ports: servedPorts(environment) });
    const lasting = new Lasting(this, 'Foundation', {
      ...{ environment: this.environment, names, usersSecret: props.usersSecret },
      availabilityZone: place.subnet.availabilityZone,
    });
    const machine = new Construct(this, 'Machine');
    const hostZoneId = idOf(hostZoneOf(environment));
    const { role, instance, converged, told, fingerprint } = serving(machine, {
      ...{ environment: this.environment, names, network, kept: lasting, imageId: lasting.imageId },
      hostZoneId,
    });
    // One stack has no stacks that wait for each other: what is told to a machine waits for the look at the one before.
    for (const each of told) each.node.addDependency(lasting.predecessor.look);
    instance.node.addDependency(...lasting.keys.made);
    // Removed after the machine that could leave one more.
    if (!environment.retain)
      instance.node.addDependency(
        new LeftoverChallenge(this, 'LeftoverChallenge', {
          hostedZoneId: hostZoneId,
          hostNames: certifiedHosts(environment),
        }),
      );
    // A key of the account's own may be on a secret that is given.
    if (props.usersSecret !== undefined) props.usersSecret.grantRead(role);
    const published = new Published(this, 'Dns', {
      ...{ environment, known: this.environment, names, lasting },
      machineFingerprint: fingerprint,
      after: [converged.report],
    });

    this.address = lasting.address;
    this.hostName = environment.hostName;
    this.usersSecret = lasting.usersSecret;
    this.connections = new Connections({
      securityGroups: [network.securityGroup],
      defaultPort: Port.tcp(SUBMISSION_PORTS.submissions),
    });
    this.state = converged.state;
    this.verdict = published.verdict;
    for (const warning of warnings(this.environment))
      Annotations.of(this).addWarningV2(`kitte:${warning.path}`, inALine(warning));
  }

  /**
   * Lets somebody send: they may read the secret with the logins' passwords. IAM knows a secret as a whole, so whoever may read one
   * password may read all of this server's.
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.IGrantable.html
   */
  grantSend(grantee: IGrantable): Grant {
    return this.usersSecret.grantRead(grantee);
  }

  private placedIn(stack: Stack, environment: Environment, secret: ISecret | undefined): Environment {
    const usersSecret = secret && secretName(secret);
    return {
      ...environment,
      inside: {
        stack: stack.stackName,
        instance: instanceId(this, stack),
        ...(usersSecret === undefined ? {} : { usersSecret }),
      },
    };
  }

  /** Two servers of one app that would write the same parameters or records: the second deploy would fail. */
  private refuseCollisions(stack: Stack): void {
    const others = this.node.root.node
      .findAll()
      .flatMap((each) => (each instanceof MailServer && each !== this && each.isIn(stack) ? [each] : []));
    const problems: Problem[] = collisions(
      this.environment,
      others.map(({ environment }) => environment),
    ).map(({ path, ...rest }) => ({ path: path.join('.'), ...rest }));
    const twin = others.find(({ serverName }) => serverName === this.serverName);
    if (twin !== undefined)
      problems.push({
        path: 'serverName',
        received: JSON.stringify(this.serverName),
        allowed: `a name that ${twin.node.path} does not have in the same account and region`,
        remedy: 'Write another name, or leave it out for one that is made of the place in the app.',
      });
    if (problems.length > 0) throw new ConfigError(problems, `MailServer ${this.node.path} has`);
  }

  /** Where an environment is not known before the deploy, it is the same for all such stacks. */
  private isIn({ account, region }: Stack): boolean {
    const own = Stack.of(this);
    return this.environment !== undefined && own.account === account && own.region === region;
  }
}

function stackProblems(stack: Stack): Problem[] {
  const problems: Problem[] = [];
  if (stack.nested)
    problems.push({
      path: 'scope',
      received: `a nested stack, ${stack.node.path}`,
      allowed: 'a stack whose name is known at synthesis: the machine signals to it by its name',
      remedy: 'Make the server in the stack around it, or in a stack of its own.',
    });
  const reason = Token.isUnresolved(stack.region) ? undefined : outOfReach(stack.region);
  if (reason !== undefined)
    problems.push({
      path: 'scope',
      received: `a stack in ${stack.region}`,
      allowed: "a region of AWS's main partition",
      remedy: `Choose another region in the stack's env: ${reason}.`,
    });
  return problems;
}

/** With the ids of the zones as the deploy knows them, for what goes into the template and nowhere else. */
function withZones(environment: Environment, { hostedZone, hostZone }: MailServerProps): Environment {
  return {
    ...environment,
    hostedZone: { ...environment.hostedZone, kind: 'given', id: hostedZone.hostedZoneId },
    ...(environment.hostZone === undefined || hostZone === undefined
      ? {}
      : { hostZone: { ...environment.hostZone, kind: 'given', id: hostZone.hostedZoneId } }),
  };
}

const idOf = (zone: Environment['hostedZone']): string => (zone.kind === 'given' ? zone.id : '');

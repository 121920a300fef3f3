import { createHash } from 'node:crypto';

import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

import { hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { certifiedHosts } from '../config/host-names';
import { environmentTag, namesOf } from '../config/names';
import { NO_REPORT } from '../contract/report';
import { Converged } from '../constructs/converged/converged';
import { Lease } from '../constructs/lease/lease';
import { MachineRole } from '../constructs/machine-role/machine-role';
import { MailServer } from '../constructs/mail-server/mail-server';
import { spareTheRate } from '../constructs/parameters/rate';
import { availabilityZoneOf } from '../constructs/network/availability-zone';
import { MailNetwork } from '../constructs/network/mail-network';
import { servedPorts, SUBMISSION_PORTS } from '../machine/ports';
import { programParameters } from '../machine/programs';
import { settingsParameters } from '../machine/settings';
import { settingsHash } from '../contract/settings';
import { renderUserData } from '../machine/user-data';
import type { FoundationStack } from './foundation-stack';

export interface ServerStackProps extends StackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
}

/** The machine and all that it may be replaced with. */
export class ServerStack extends Stack {
  /** Changes with what the machine is made of: user-data, settings, image, size. */
  readonly fingerprint: string;
  private readonly zone: string;

  constructor(scope: Construct, id: string, props: ServerStackProps) {
    const { environment, foundation, ...stackProps } = props;
    super(scope, id, stackProps);
    this.zone = availabilityZoneOf(environment.vpc);
    const names = namesOf(environment.name);
    const userData = renderUserData(environment);
    const settings = settingsParameters(environment);

    const network = new MailNetwork(this, 'Network', {
      vpc: environment.vpc,
      ports: servedPorts(environment),
    });
    const tag = environmentTag(environment.name);
    const { role } = new MachineRole(this, 'Machine', {
      names,
      tag,
      volumeId: foundation.volumeId,
      allocationId: foundation.allocationId,
      hostedZoneId: foundation.zoneId(hostZoneOf(environment)),
      hostNames: certifiedHosts(environment),
      usersSecretArn: foundation.usersSecretArn,
    });
    const programs = programParameters(environment).map(
      ({ name, value }, index) =>
        new StringParameter(this, `Program${String(index)}`, { parameterName: name, stringValue: value }),
    );
    const settingsParameter = new StringParameter(this, 'Settings', {
      parameterName: names.settings,
      stringValue: settings.value,
      description: 'What the mail server goes on fetching; written by the deploy alone',
    });
    // Under a name of their own content: new ones come beside those of before, which go once no head leads to them.
    const parts = settings.parts.map(
      ({ name, value }, index) =>
        new StringParameter(this, `SettingsPart${String(index)}`, {
          parameterName: name,
          stringValue: value,
        }),
    );
    if (parts.length > 0) settingsParameter.node.addDependency(...parts);
    // Made before the machine that writes it, so that CloudFormation removes it after that machine is gone.
    const report = new StringParameter(this, 'Report', {
      parameterName: names.status,
      stringValue: NO_REPORT,
      description: 'What the mail server reports about itself; written by the machine alone',
    });
    // A machine of before does not hear of new settings, and speak of them, until the stack has its report; nor of names that
    // it may not prove yet.
    settingsParameter.node.addDependency(report, role);
    spareTheRate([report, ...programs, ...parts]);
    // CloudFormation writes the template's value at any change of the resource, and the machine's word would be gone.
    (report.node.defaultChild as CfnParameter).addPropertyDeletionOverride('Tags');
    const { instance } = new MailServer(this, 'Server', {
      logicalId: names.instance,
      hostName: environment.hostName,
      userData,
      imageId: foundation.image.in(this),
      instanceType: environment.machine.instanceType,
      volumeSizeGiB: environment.machine.volumeSizeGiB,
      subnet: network.subnet,
      securityGroup: network.securityGroup,
      role,
      tag,
    });
    const { image } = environment.machine;
    this.fingerprint = sha256(
      JSON.stringify([userData, settings.value, image, environment.machine.instanceType]),
    );
    // It fetches settings and programs at its first boot, and changed programs before the restart that wants them.
    instance.node.addDependency(report, settingsParameter, ...programs);

    const lease = new Lease(this, 'Lease', {
      parameterName: names.lease,
      instanceId: instance.ref,
      volumeId: foundation.volumeId,
      allocationId: foundation.allocationId,
      address: foundation.address,
      hostedZoneId: foundation.zoneId(hostZoneOf(environment)),
    });

    const converged = new Converged(this, 'Converged', {
      statusParameter: names.status,
      userDataHash: sha256(userData),
      settingsHash: settingsHash(settings.value),
      usersVersion: foundation.usersVersion,
      usersSecretArn: foundation.usersSecretArn,
      instanceId: instance.ref,
    });
    converged.node.addDependency(instance, lease, settingsParameter);

    this.outputs(environment, converged);
  }

  /** CDK would look them up. */
  override get availabilityZones(): string[] {
    return [this.zone];
  }

  private outputs(environment: Environment, converged: Converged): void {
    const { submissions, submission } = SUBMISSION_PORTS;
    new CfnOutput(this, 'Host', { value: environment.hostName, description: 'Server for your mail client' });
    new CfnOutput(this, 'Ports', {
      value: `${String(submissions)} (implicit TLS), ${String(submission)} (STARTTLS)`,
    });
    new CfnOutput(this, 'State', {
      value: converged.state,
      description: 'converged; or waiting, while the certificate cannot be had and submission stays closed',
    });
    new CfnOutput(this, 'Reason', { value: converged.reason });
    new CfnOutput(this, 'Port25Request', {
      value: 'https://console.aws.amazon.com/support/contacts?#/rdns-limits',
      description: 'EC2 blocks outgoing mail until you ask here; the README has a text to paste',
    });
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

import { createHash } from 'node:crypto';

import type { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { type CfnParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct, IConstruct } from 'constructs';

import type { Environment } from '../../config/environment';
import { certifiedHosts } from '../../config/host-names';
import { environmentTag, type Names } from '../../config/names';
import { NO_REPORT } from '../../contract/report';
import { settingsHash } from '../../contract/settings';
import { programParameters } from '../../machine/programs';
import { settingsParameters } from '../../machine/settings';
import { renderUserData } from '../../machine/user-data';
import { Converged } from '../converged/converged';
import { Lease } from '../lease/lease';
import { MachineRole } from '../machine-role/machine-role';
import { MailInstance } from '../mail-instance/mail-instance';
import type { MailNetwork } from '../network/mail-network';
import { spareTheRate } from '../parameters/rate';

/** What outlives every machine, as a machine takes it. */
export interface Kept {
  readonly volumeId: string;
  readonly allocationId: string;
  readonly address: string;
  readonly usersSecretArn: string;
  /** Version of the users' secret; empty where none of its versions is the deploy's own. */
  readonly usersVersion: string;
}

export interface ServingProps {
  readonly environment: Environment;
  readonly names: Names;
  readonly network: MailNetwork;
  readonly kept: Kept;
  /** The zone of the host name. */
  readonly hostZoneId: string;
  readonly imageId: string;
}

/** The machine with all that it is told, and the wait for its word. */
export interface Serving {
  readonly role: Role;
  readonly instance: CfnInstance;
  readonly converged: Converged;
  /** What an earlier server may still read or write. */
  readonly told: readonly IConstruct[];
  /** Changes with what the machine is made of: user-data, settings, image, size. */
  readonly fingerprint: string;
}

/** Lays them right below the scope, a stack or a part of one: their ids are those of before there was a choice. */
export function serving(scope: Construct, props: ServingProps): Serving {
  const { environment, names, network, kept, hostZoneId, imageId } = props;
  const userData = renderUserData(environment);
  const settings = settingsParameters(environment);
  const tag = environmentTag(environment.name);
  const { role } = new MachineRole(scope, 'Machine', {
    ...{ names, tag },
    volumeId: kept.volumeId,
    allocationId: kept.allocationId,
    hostedZoneId: hostZoneId,
    hostNames: certifiedHosts(environment),
    usersSecretArn: kept.usersSecretArn,
  });
  const programs = programParameters(environment).map(
    ({ name, value }, index) =>
      new StringParameter(scope, `Program${String(index)}`, { parameterName: name, stringValue: value }),
  );
  const settingsParameter = new StringParameter(scope, 'Settings', {
    parameterName: names.settings,
    stringValue: settings.value,
    description: 'What the mail server goes on fetching; written by the deploy alone',
  });
  // Under a name of their own content: new ones come beside those of before, which go once no head leads to them.
  const parts = settings.parts.map(
    ({ name, value }, index) =>
      new StringParameter(scope, `SettingsPart${String(index)}`, {
        parameterName: name,
        stringValue: value,
      }),
  );
  if (parts.length > 0) settingsParameter.node.addDependency(...parts);
  // Made before the machine that writes it, so that CloudFormation removes it after that machine is gone.
  const report = new StringParameter(scope, 'Report', {
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
  const { image, instanceType, volumeSizeGiB } = environment.machine;
  const { instance } = new MailInstance(scope, 'Server', {
    logicalId: names.instance,
    hostName: environment.hostName,
    ...{ userData, imageId, instanceType, volumeSizeGiB },
    subnet: network.subnet,
    securityGroup: network.securityGroup,
    ...{ role, tag },
  });
  // It fetches settings and programs at its first boot, and changed programs before the restart that wants them.
  instance.node.addDependency(report, settingsParameter, ...programs);

  const lease = new Lease(scope, 'Lease', {
    parameterName: names.lease,
    instanceId: instance.ref,
    volumeId: kept.volumeId,
    allocationId: kept.allocationId,
    address: kept.address,
    hostedZoneId: hostZoneId,
  });

  const converged = new Converged(scope, 'Converged', {
    statusParameter: names.status,
    userDataHash: sha256(userData),
    settingsHash: settingsHash(settings.value),
    usersVersion: kept.usersVersion,
    usersSecretArn: kept.usersSecretArn,
    instanceId: instance.ref,
  });
  converged.node.addDependency(instance, lease, settingsParameter);
  return {
    ...{ role, instance, converged },
    told: [report, settingsParameter, ...parts, ...programs],
    fingerprint: sha256(JSON.stringify([userData, settings.value, image, instanceType])),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

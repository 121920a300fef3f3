import { createHash } from 'node:crypto';

import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

import type { Environment } from '../config/environment';
import { dkimPublicParameter, namesOf } from '../config/names';
import { ReverseName } from '../constructs/reverse-name/reverse-name';
import { Verify } from '../constructs/verify/verify';
import { adviceFor, externalReports } from '../dns/external-reports';
import { listing } from '../dns/listing';
import { records } from '../dns/records';
import { reverseNameOf } from '../dns/reverse-name';
import { route53Value } from '../dns/txt';
import type { FoundationStack } from './foundation-stack';

export interface DnsStackProps extends StackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  /** Changes with what the machine is made of. */
  readonly machineFingerprint: string;
}

/** Every record that vouches for the server, then the reverse name that agrees with them, then a look from outside. */
export class DnsStack extends Stack {
  constructor(scope: Construct, id: string, props: DnsStackProps) {
    const { environment, foundation, machineFingerprint, ...stackProps } = props;
    super(scope, id, stackProps);
    const names = namesOf(environment.name);
    const dkim = Object.fromEntries(
      environment.dkim.selectors.map((selector) => [
        selector,
        StringParameter.valueForStringParameter(
          this,
          dkimPublicParameter(names, environment.domain, selector),
        ),
      ]),
    );
    const sets = records(environment, { address: foundation.address, dkim }).map((record) => {
      const set = new CfnRecordSet(this, record.id, {
        hostedZoneId: foundation.hostedZoneId,
        name: `${record.name}.`,
        type: record.type,
        ttl: String(record.ttl),
        resourceRecords: record.values.map(route53Value),
        comment: record.why,
      });
      if (Object.values(dkim).some((value) => record.values.includes(value)))
        Validations.of(set).acknowledge({
          id: 'CloudFormation-Validate::E3023',
          reason:
            "The check takes the name of a key's parameter for the record's value, which the DKIM handler quotes.",
        });
      return set;
    });
    const reverse = this.reverseName(environment, foundation, sets);
    externalReports(environment).forEach((report, index) => {
      new CfnOutput(this, `ReportsAbroad${String(index)}`, { value: adviceFor(report) });
    });
    if (environment.verify === 'off') return;
    const gate = new Verify(this, 'Verify', {
      environment,
      mode: environment.verify,
      address: foundation.address,
      dkim,
      statusParameter: names.status,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([machineFingerprint, listing(environment, {})]))
        .digest('hex'),
    });
    gate.node.addDependency(...sets, ...(reverse === undefined ? [] : [reverse]));
    new CfnOutput(this, 'Verdict', {
      value: gate.verdict,
      description: 'What the outside sees: the checks of kitte doctor, run by the deploy',
    });
    new CfnOutput(this, 'Port25', {
      value: gate.port25,
      description: 'Whether the machine reaches port 25 of the world: while AWS keeps it closed, mail waits',
    });
  }

  private reverseName(
    environment: Environment,
    foundation: FoundationStack,
    sets: CfnRecordSet[],
  ): Construct | undefined {
    const hostName = reverseNameOf(environment);
    if (hostName === undefined) {
      new CfnOutput(this, 'ReverseName', {
        value: `not yet: delegate ${environment.hostedZone.name} to its name servers, set hostedZone.delegated to true, deploy again`,
      });
      return undefined;
    }
    const reverse = new ReverseName(this, 'ReverseName', {
      allocationId: foundation.allocationId,
      address: foundation.address,
      hostName,
    });
    reverse.node.addDependency(...sets);
    return reverse;
  }
}

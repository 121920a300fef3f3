import { createHash } from 'node:crypto';

import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

import type { Environment } from '../config/environment';
import { keyedDomains, keyOf, kept } from '../config/former';
import { inForce } from '../config/host-names';
import { dkimPublicParameter, namesOf } from '../config/names';
import { ReverseName } from '../constructs/reverse-name/reverse-name';
import { Verify } from '../constructs/verify/verify';
import { adviceFor, externalReports } from '../dns/external-reports';
import { placedRecords } from '../dns/former';
import { listing } from '../dns/listing';
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
    const keys = (domain: string, selectors: readonly string[]) =>
      Object.fromEntries(
        selectors.map((selector) => [
          selector,
          StringParameter.valueForStringParameter(this, dkimPublicParameter(names, domain, selector)),
        ]),
      );
    const domains = new Map(
      keyedDomains(environment).flatMap(({ domain, selectors }) =>
        selectors.length > 0 ? [[domain, keys(domain, selectors)] as const] : [],
      ),
    );
    const dkim = domains.get(environment.domain) ?? {};
    const values = [...domains.values()].flatMap((each) => Object.values(each));
    const facts = { address: foundation.address, dkim: (domain: string) => domains.get(domain) ?? {} };
    const sets = placedRecords(environment, facts).map(({ record, zoneId }) => {
      const set = new CfnRecordSet(this, record.id, {
        hostedZoneId: zoneId ?? foundation.hostedZoneId,
        name: `${record.name}.`,
        type: record.type,
        ttl: String(record.ttl),
        resourceRecords: record.values.map(route53Value),
        comment: record.why,
      });
      if (values.some((value) => record.values.includes(value)))
        Validations.of(set).acknowledge({
          id: 'CloudFormation-Validate::E3023',
          reason:
            "The check takes the name of a key's parameter for the record's value, which the DKIM handler quotes.",
        });
      return set;
    });
    kept(environment).forEach((former, index) => {
      new CfnOutput(this, `Former${String(index)}`, {
        value: `The records of ${keyOf(former)} stay for the mail that waits: when preflight says that nothing does, set over: true and deploy`,
      });
    });
    const reverse = this.reverseName(environment, foundation, sets);
    externalReports(environment).forEach((report, index) => {
      new CfnOutput(this, `ReportsAbroad${String(index)}`, { value: adviceFor(report) });
    });
    if (environment.verify === 'off') return;
    const gate = new Verify(this, 'Verify', {
      environment: inForce(environment),
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

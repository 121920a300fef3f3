import { type CfnResource, Validations } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

import type { DnsRecord } from '../../dns/record';
import { route53Value } from '../../dns/txt';

/** A record as a resource of its own, under the id of its purpose. */
export function recordSet(scope: Construct, record: DnsRecord, hostedZoneId: string): CfnRecordSet {
  return new CfnRecordSet(scope, record.id, {
    hostedZoneId,
    ...propertiesOf(record),
    comment: record.why,
  });
}

/** As Route 53 takes it. */
export const valuesOf = ({ name, type, ttl, values }: DnsRecord) => ({
  name: `${name}.`,
  type,
  ttl,
  values: values.map(route53Value),
});

export function propertiesOf(record: DnsRecord) {
  const { values, ttl, ...rest } = valuesOf(record);
  return { ...rest, ttl: String(ttl), resourceRecords: values };
}

/** Of a set with a DKIM key among its values. */
export function acknowledgeQuotes(set: CfnResource): void {
  Validations.of(set).acknowledge({
    id: 'CloudFormation-Validate::E3023',
    reason:
      "The check takes the name of a key's parameter for the record's value, which the DKIM handler quotes.",
  });
}

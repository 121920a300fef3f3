import { join } from 'node:path';

import { CustomResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import type { WantedRecord } from './changes';

/** Records of one domain in one zone. */
export interface RecordsByRole {
  /** Makes the id: another for each, and the same for good. */
  readonly name: string;
  /** Whose they are, in words. */
  readonly of: string;
  readonly zoneId: string;
  /** ARN of the role that the deploy assumes. */
  readonly role: string;
  readonly records: readonly ZoneRecord[];
}

export interface ZoneRecord {
  /** Fully qualified, with the final dot. */
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  /** As Route 53 takes them. */
  readonly values: readonly string[];
}

export interface ZoneRecordsProps {
  readonly groups: readonly RecordsByRole[];
}

/**
 * Records in zones of other accounts, for which CloudFormation has no resource: it writes with the deploy's own credentials alone.
 * The role of each zone is assumed, and it must trust the roles of this stack.
 */
export class ZoneRecords extends Construct {
  constructor(scope: Construct, id: string, props: ZoneRecordsProps) {
    super(scope, id);
    const roles = [...new Set(props.groups.map(({ role }) => role))];
    const entry = join(__dirname, 'zone-records.handler.ts');
    // These alone: what they may do in the other account is for its owner to say.
    const statements = [
      new PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles }),
      // Whether its own stack rolls back: then it must not fail once more.
      new PolicyStatement({
        actions: ['cloudformation:DescribeStacks'],
        resources: [Stack.of(this).stackId],
      }),
    ];
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry,
      description: 'Writes records into a hosted zone of another account, by its role',
      statements,
    });
    const isComplete = new HandlerFunction(this, 'Poll', {
      entry,
      handler: 'isComplete',
      description: 'Waits until all servers of that zone have the records',
      statements,
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent, isComplete });
    for (const { name, of, zoneId, role, records } of props.groups)
      new CustomResource(this, name, {
        serviceToken,
        resourceType: 'Custom::ZoneRecords',
        properties: {
          Of: of,
          ZoneId: zoneId,
          Role: role,
          Records: records.map((record): WantedRecord => ({
            Name: record.name,
            Type: record.type,
            TTL: String(record.ttl),
            Values: record.values,
          })),
        },
      });
  }
}

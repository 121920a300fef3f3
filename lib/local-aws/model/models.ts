import { createRequire } from 'node:module';

import { type Schema, shapeOf } from './sdk-schema';
import type { OperationModel } from './shape';

/** The clients of the lockfile carry AWS's own models; of other services there is none here. */
const CLIENTS: Readonly<Record<string, string>> = {
  cloudformation: 'cloudformation',
  ec2: 'ec2',
  lambda: 'lambda',
  route53: 'route-53',
  secretsmanager: 'secrets-manager',
  servicequotas: 'service-quotas',
  ssm: 'ssm',
  states: 'sfn',
  sts: 'sts',
};

const load = createRequire(__filename);

/** What AWS's model says of an operation. Undefined where no client of the service is here; throws for an action that AWS does not know. */
export function modelOf(service: string, action: string): OperationModel | undefined {
  const client = CLIENTS[service];
  if (client === undefined) return undefined;
  const found = (load(`@aws-sdk/client-${client}`) as Record<string, unknown>)[`${action}$`];
  if (!isOperation(found)) throw noAction(service, action);
  const [, , , , input, output] = found;
  return { input: shapeOf(input), output: shapeOf(output) };
}

export const noAction = (service: string, action: string) =>
  new Error(`AWS's model of ${service} has no action ${action}`);

type OperationSchema = readonly [9, string, string, unknown, () => Schema, () => Schema];

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

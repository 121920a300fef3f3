import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';

import type { CdkCustomResourceResponse } from 'aws-lambda';

import { sessionOf } from '../../deployed/role-session';
import { pollUntilAllowed, untilAllowed } from '../handler/until-allowed';
import { yielding, zoneRecordsIsComplete, zoneRecordsOnEvent } from './write';

const sts = new STSClient();
/** Five requests a second are all that an account has of Route 53, and others of it ask too. */
const PATIENT = { maxAttempts: 10, retryMode: 'adaptive' } as const;

const world = {
  route53As: async (role: string) =>
    new Route53Client({ ...PATIENT, credentials: await sessionOf(sts, role, 'kitte-deploy') }),
  now: () => new Date(),
};

const cloudFormation = new CloudFormationClient();

const idAlone = (PhysicalResourceId: string): CdkCustomResourceResponse => ({ PhysicalResourceId });
const complete = () => ({ IsComplete: true });

export const handler = yielding(cloudFormation, untilAllowed(zoneRecordsOnEvent(world)), idAlone);
export const isComplete = yielding(cloudFormation, pollUntilAllowed(zoneRecordsIsComplete(world)), complete);

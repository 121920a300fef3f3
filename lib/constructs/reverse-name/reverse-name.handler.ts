import { resolve4 } from 'node:dns/promises';

import { EC2Client } from '@aws-sdk/client-ec2';

import { pollUntilAllowed, untilAllowed } from '../handler/until-allowed';
import { reverseNameIsComplete, reverseNameOnEvent } from './reverse';

const world = { ec2: new EC2Client(), resolve4, now: () => new Date() };

export const handler = untilAllowed(reverseNameOnEvent(world));
export const isComplete = pollUntilAllowed(reverseNameIsComplete(world));

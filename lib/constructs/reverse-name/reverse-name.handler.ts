import { resolve4 } from 'node:dns/promises';

import { EC2Client } from '@aws-sdk/client-ec2';

import { reverseNameIsComplete, reverseNameOnEvent } from './reverse';

const world = { ec2: new EC2Client(), resolve4, now: () => new Date() };

export const handler = reverseNameOnEvent(world);
export const isComplete = reverseNameIsComplete(world);

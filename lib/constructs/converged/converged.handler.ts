import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';

import { convergedIsComplete, convergedOnEvent } from './report';

const now = () => new Date();

export const handler = convergedOnEvent(now);
export const isComplete = convergedIsComplete(new SSMClient(), new SecretsManagerClient(), now);

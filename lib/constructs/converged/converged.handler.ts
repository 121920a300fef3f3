import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';

import { pollUntilAllowed, untilAllowed } from '../handler/until-allowed';
import { convergedIsComplete, convergedOnEvent } from './report';

const now = () => new Date();

export const handler = untilAllowed(convergedOnEvent(now));
export const isComplete = pollUntilAllowed(
  convergedIsComplete(new SSMClient(), new SecretsManagerClient(), now),
);

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';

import { pollUntilAllowed, untilAllowed } from '../handler/until-allowed';
import { convergedIsComplete, convergedOnEvent } from './report';

const now = () => new Date();

export const handler = untilAllowed(convergedOnEvent(now));
export const isComplete = pollUntilAllowed(
  convergedIsComplete({
    ssm: new SSMClient(),
    secretsManager: new SecretsManagerClient(),
    cloudFormation: new CloudFormationClient(),
    now,
  }),
);

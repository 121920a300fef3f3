import { setTimeout as pause } from 'node:timers/promises';

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { untilAllowed } from '../handler/until-allowed';
import { leftoverHandler } from './leftover';

export const handler = untilAllowed(
  leftoverHandler({
    secretsManager: new SecretsManagerClient(),
    cloudFormation: new CloudFormationClient(),
    pause: () => pause(1000),
  }),
);

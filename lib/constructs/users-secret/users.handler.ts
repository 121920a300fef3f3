import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { untilAllowed } from '../handler/until-allowed';
import { usersHandler } from './users';

export const handler = untilAllowed(usersHandler(new SecretsManagerClient()));

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { usersHandler } from './users';

export const handler = usersHandler(new SecretsManagerClient(), () => new Date());

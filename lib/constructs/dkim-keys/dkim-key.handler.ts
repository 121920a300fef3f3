import { SSMClient } from '@aws-sdk/client-ssm';

import { dkimKeyHandler } from './dkim-key';

export const handler = dkimKeyHandler(new SSMClient());

import { SSMClient } from '@aws-sdk/client-ssm';

import { imagePinHandler } from './pin';

export const handler = imagePinHandler(new SSMClient());

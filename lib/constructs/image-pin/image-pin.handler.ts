import { SSMClient } from '@aws-sdk/client-ssm';

import { untilAllowed } from '../handler/until-allowed';
import { imagePinHandler } from './pin';

export const handler = untilAllowed(imagePinHandler(new SSMClient()));

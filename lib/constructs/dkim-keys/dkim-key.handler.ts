import { SSMClient } from '@aws-sdk/client-ssm';

import { untilAllowed } from '../handler/until-allowed';
import { dkimKeyHandler } from './dkim-key';

export const handler = untilAllowed(dkimKeyHandler(new SSMClient()));

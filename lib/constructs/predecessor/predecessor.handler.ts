import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SSMClient } from '@aws-sdk/client-ssm';

import { untilAllowed } from '../handler/until-allowed';
import { predecessorHandler } from './look';

export const handler = untilAllowed(
  predecessorHandler({
    ssm: new SSMClient(),
    cloudFormation: new CloudFormationClient(),
    pauseMs: 31_000,
  }),
);

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';

import { resolverLookup } from '../../checks/live/resolver';
import { untilAllowed } from '../handler/until-allowed';
import { publicMxHandler } from './look';

export const handler = untilAllowed(
  publicMxHandler({
    lookup: resolverLookup([]),
    cloudFormation: new CloudFormationClient(),
  }),
);

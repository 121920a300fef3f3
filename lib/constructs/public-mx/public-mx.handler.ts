import { CloudFormationClient } from '@aws-sdk/client-cloudformation';

import { resolverLookup } from '../../checks/live/resolver';
import { publicMxHandler } from './look';

export const handler = publicMxHandler({
  lookup: resolverLookup([]),
  cloudFormation: new CloudFormationClient(),
});

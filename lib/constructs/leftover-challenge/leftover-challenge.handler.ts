import { Route53Client } from '@aws-sdk/client-route-53';

import { untilAllowed } from '../handler/until-allowed';
import { leftoverHandler } from './leftover';

export const handler = untilAllowed(leftoverHandler(new Route53Client()));

import { resolverLookup } from '../../checks/live/resolver';
import { publicMxHandler } from './look';

export const handler = publicMxHandler(resolverLookup([]));

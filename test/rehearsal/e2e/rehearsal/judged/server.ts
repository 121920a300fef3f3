import { deployed, type Deployed, ZONE_ID } from '../../../deployed';

export const domain = 'example.com';

/** A good server, of which several judges say so: it takes its domain's mail, and the rehearsal has sent its own by it. */
export const server = (): Deployed =>
  deployed({ domain, hostedZone: { id: ZONE_ID }, mx: true }, { judged: true });

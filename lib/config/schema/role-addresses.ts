import { z } from 'zod';
import { mailAddress } from './mail-address';

/** Where mail to a role goes. One left out stays in a mailbox on the machine. */
export const roleAddresses = z.strictObject({
  /** Trouble with mail in general (RFC 5321 section 4.5.1). */
  postmaster: mailAddress.optional(),
  /** Complaints (RFC 2142). */
  abuse: mailAddress.optional(),
  /** DMARC reports. */
  dmarc: mailAddress.optional(),
  /** Bounces that nobody else takes. */
  bounces: mailAddress.optional(),
});

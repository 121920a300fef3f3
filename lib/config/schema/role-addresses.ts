import { z } from 'zod';
import { mailAddress } from './mail-address';

/** Where mail to a role goes. One left out stays in a mailbox on the machine. */
export const roleAddresses = z.strictObject({
  /**
   * Trouble with mail in general (RFC 5321 section 4.5.1).
   * @default a mailbox on the machine
   * @example roleAddresses: { postmaster: 'ops@example.net' }
   */
  postmaster: mailAddress.optional(),
  /**
   * Complaints (RFC 2142).
   * @default a mailbox on the machine
   * @example roleAddresses: { abuse: 'ops@example.net' }
   */
  abuse: mailAddress.optional(),
  /**
   * DMARC reports.
   * @default a mailbox on the machine
   * @example roleAddresses: { dmarc: 'dmarc@example.net' }
   */
  dmarc: mailAddress.optional(),
  /**
   * Bounces that nobody else takes.
   * @default a mailbox on the machine
   * @example roleAddresses: { bounces: 'bounces@example.net' }
   */
  bounces: mailAddress.optional(),
});

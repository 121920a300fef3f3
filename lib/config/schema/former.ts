import { z } from 'zod';
import { domainName, hostName } from './domain-name';
import { given } from './hosted-zone';
import { selector } from './selectors';

/**
 * Names that the server sent under before, the oldest first. What was signed with them may wait in the queue, so their
 * records stay until it has gone. An entry is never taken out again: its place tells which records of the stack are whose.
 */
export const former = z.array(
  z.strictObject({
    /** As it was in `domain`. */
    domain: domainName,
    /**
     * As it was in `envelopeDomain`.
     * @default the domain of this entry
     */
    envelopeDomain: domainName.optional(),
    /**
     * As it was in `hostName`.
     * @default the server's host name of now
     */
    hostName: hostName.optional(),
    /**
     * The zone that holds its records, if it is another one.
     * @default the zone of now
     */
    hostedZone: given.optional(),
    /**
     * As they were in `dkim.selectors`: each has a record.
     * @default ['kitte1']
     */
    selectors: z.array(selector, { error: 'a list of selectors' }).min(1).default(['kitte1']),
    /**
     * Whether bounces to that envelope domain came home to this server.
     * @default false
     */
    mx: z.boolean().default(false),
    /**
     * TXT values of other services that stood beside the SPF record of that domain.
     * @default []
     */
    domainTxt: z.array(z.string()).default([]),
    /**
     * Say so once the queue has run dry: `kitte preflight` tells. Records and keys of these names go then.
     * @default false
     */
    over: z.boolean().default(false),
  }),
);

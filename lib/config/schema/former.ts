import { z } from 'zod';
import { domainName, hostName } from './domain-name';
import { formerZone } from './hosted-zone';
import { moment } from './moment';
import { selector } from './selectors';

/**
 * Names that the server sent under before, the oldest first. What was signed with them may wait in the queue, so their
 * records stay until it has gone. An entry is never taken out again: its place tells which records of the stack are whose.
 */
export const former = z.array(
  z.strictObject({
    /**
     * As it was in `domain`.
     * @example former: [{ domain: 'news.example.com' }]
     */
    domain: domainName,
    /**
     * As it was in `envelopeDomain`.
     * @default the domain of this entry
     * @example former: [{ domain: 'news.example.com', envelopeDomain: 'bounce.news.example.com' }]
     */
    envelopeDomain: domainName.optional(),
    /**
     * As it was in `hostName`.
     * @default the server's host name of now
     * @example former: [{ domain: 'example.com', hostName: 'smtp.example.com' }]
     */
    hostName: hostName.optional(),
    /**
     * The zone that holds its records, if it is another one; `'elsewhere'` if no zone of Route 53 has them.
     * @default the zone of now
     * @example former: [{ domain: 'example.net', hostName: 'mail.example.net', hostedZone: { id: 'Z0987654321ABCDEFGHIJ' } }]
     */
    hostedZone: formerZone.optional(),
    /**
     * As they were in `dkim.selectors`: each has a record.
     * @default ['kitte1']
     * @example former: [{ domain: 'news.example.com', selectors: ['s2026'] }]
     */
    selectors: z.array(selector, { error: 'a list of selectors' }).min(1).default(['kitte1']),
    /**
     * Whether bounces to that envelope domain came home to this server.
     * @default false
     * @example former: [{ domain: 'news.example.com', mx: true }]
     */
    mx: z.boolean().default(false),
    /**
     * TXT values of other services that stood beside the SPF record of that domain.
     * @default []
     * @example former: [{ domain: 'news.example.com', domainTxt: ['google-site-verification=abc'] }]
     */
    domainTxt: z.array(z.string()).default([]),
    /**
     * Say so once the queue has run dry: `kitte preflight` tells. Records and keys of these names go then.
     * @default false
     * @example former: [{ domain: 'news.example.com', over: true }]
     */
    over: z.boolean().default(false),
    /**
     * Whether it was one of several `domains`, and not the first of them.
     * @default false
     * @example former: [{ domain: 'news.example.org', hostedZone: { id: 'Z0987654321ABCDEFGHIJ', name: 'example.org' }, beside: true }]
     */
    beside: z.boolean().default(false),
    /**
     * While the server still greets by that host name: the one of now is being made known. `kitte rename` writes it, and takes
     * it out in the end.
     * @example hostName: 'smtp.example.com', former: [{ domain: 'example.com', hostName: 'mail.example.com', moving: {} }]
     */
    moving: z
      .strictObject({
        /**
         * Since when every name server answers with the new host name, and the certificate names both.
         * @example hostName: 'smtp.example.com', former: [{ domain: 'example.com', hostName: 'mail.example.com', moving: { published: '2026-12-01T09:30:00Z' } }]
         */
        published: moment.optional(),
        /**
         * Whether the address has the new host name as its reverse name.
         * @default false
         * @example hostName: 'smtp.example.com', former: [{ domain: 'example.com', hostName: 'mail.example.com', moving: { published: '2026-12-01T09:30:00Z', reversed: true } }]
         */
        reversed: z.boolean().default(false),
      })
      .optional(),
  }),
);

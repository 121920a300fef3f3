import { z } from 'zod';
import { domainName } from './domain-name';
import { Refusal, refused, text } from './text';

const ALLOWED = 'a Route 53 hosted zone id such as Z0123456789ABCDEFGHIJ';

const id = text(ALLOWED, (value) => {
  const bare = value.replace(/^\/?hostedzone\//, '');
  if (/^Z[A-Z0-9]{1,31}$/.test(bare)) return bare;
  return new Refusal(ALLOWED, 'Copy it from the Route 53 console, or `aws route53 list-hosted-zones`.');
});

export const given = z.strictObject({
  /**
   * Id of a zone that exists. Nothing in it changes but the records that Kitte adds.
   * @example hostedZone: { id: 'Z0123456789ABCDEFGHIJ' }
   */
  id,
  /**
   * The zone's own name, when it is a parent of the domain.
   * @default the domain
   * @example domain: 'news.example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' }
   */
  name: domainName.optional(),
  create: z.literal(false).optional(),
});

const created = z.strictObject({
  /**
   * Makes a zone; the deploy prints its name servers, and you set them at the registrar or in the parent zone.
   * @example hostedZone: { create: true }
   */
  create: z.literal(true),
  /**
   * The zone's own name, when it is a parent of the domain.
   * @default the domain
   */
  name: domainName.optional(),
  /**
   * Say so once the parent has its name servers: only then the reverse name can be set.
   * @default false
   * @example hostedZone: { create: true, delegated: true }
   */
  delegated: z.boolean().default(false),
  /**
   * A zone of this account, above the new one: the deploy writes the delegation into it, and `delegated` is true from the start.
   * @default none: you set the name servers in the parent
   * @example domain: 'news.example.com', hostedZone: { create: true, parent: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' } }
   */
  parent: z
    .strictObject({
      /**
       * Its id.
       * @example domain: 'news.example.com', hostedZone: { create: true, parent: { id: 'Z0123456789ABCDEFGHIJ' } }
       */
      id,
      /**
       * Its own name.
       * @default the name of the new zone without its first label
       * @example domain: 'news.example.com', hostedZone: { create: true, parent: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' } }
       */
      name: domainName.optional(),
    })
    .optional(),
});

/** The public zone that holds the records. */
export const hostedZone = z.discriminatedUnion('create', [created, given], {
  error: '{ id: "Z…" } for a zone that exists, or { create: true }',
});

const NAMED = 'the name of the zone, such as example.com, beside its id or create: true';

/** The zone of the host name: it has to be named, as no domain stands for it. */
export const hostZone = hostedZone.superRefine((value, context) => {
  if (value.name === undefined)
    context.addIssue(refused(value.name, new Refusal(NAMED, 'Give its name.'), ['name']));
});

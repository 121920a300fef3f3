import { z } from 'zod';
import { domainName } from './domain-name';
import { Refusal, refused, text } from './text';

const ALLOWED = 'a Route 53 hosted zone id such as Z0123456789ABCDEFGHIJ';

const id = text(ALLOWED, (value) => {
  const bare = value.replace(/^\/?hostedzone\//, '');
  if (/^Z[A-Z0-9]{1,31}$/.test(bare)) return bare;
  return new Refusal(ALLOWED, 'Copy it from the Route 53 console, or `aws route53 list-hosted-zones`.');
});

const ROLE = 'the ARN of an IAM role, such as arn:aws:iam::210987654321:role/kitte-dns';

/** Of AWS's main partition, where alone Kitte works. A path may stand before the name. */
const role = text(ROLE, (value) => {
  if (/^arn:aws:iam::[0-9]{12}:role\/(?:[!-~]{1,510}\/)?[\w+=,.@-]{1,64}$/.test(value)) return value;
  return new Refusal(
    ROLE,
    'Copy it from the IAM console of the account that has the zone, or `aws iam get-role --role-name NAME`; docs/zones.md has the policies that the role needs.',
  );
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
  /**
   * An IAM role by which the deploy writes the records, where the zone is in another account: docs/zones.md has its policies.
   * Records there that Kitte did not make are never changed. The server's own name stays in this account (`hostZone`).
   * @default none, the zone is in the account of the deploy
   * @example hostedZone: { id: 'Z0123456789ABCDEFGHIJ', role: 'arn:aws:iam::210987654321:role/kitte-dns' }, hostZone: { create: true, name: 'mail.example.com' }
   */
  role: role.optional(),
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
   * @default false; true below a zone that is written by a role, where the deploy enters them itself
   * @example hostedZone: { create: true, delegated: true }
   */
  delegated: z.boolean().optional(),
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

const FORMS =
  '{ id: "Z…" } for a zone that exists, with role: "arn:aws:iam::…" for one of another account; { create: true }; or "elsewhere" for DNS that is not Route 53';

const inRoute53 = z.discriminatedUnion('create', [created, given], { error: FORMS });

/** DNS of other providers: a person enters the records that `kitte zone` prints. */
export const ELSEWHERE = 'elsewhere';

/** The public zone that holds the records. */
export const hostedZone = z.union([z.literal(ELSEWHERE), inRoute53], { error: FORMS });

/** Of names of before: nothing is created for them. */
export const formerZone = z.union([z.literal(ELSEWHERE), given], {
  error: '{ id: "Z…", name: … } of the zone that had them, or "elsewhere" for DNS that is not Route 53',
});

const NAMED = 'the name of the zone, such as example.com, beside its id or create: true';
const OWN =
  'a zone in Route 53 in the account of the deploy: the server proves its name to the certificate authority there';
const MAKE = "Write hostZone: { create: true, name: 'mail.example.com' }, with the server's own name.";

/** The zone of the host name: it has to be named, as no domain stands for it. */
export const hostZone = z
  .union([z.literal(ELSEWHERE), inRoute53], {
    error: `{ create: true, name: … } or { id: "Z…", name: … }: ${OWN}`,
  })
  .superRefine((value, context) => {
    if (value === ELSEWHERE) {
      context.addIssue(refused(value, new Refusal(OWN, MAKE)));
      return;
    }
    if ('role' in value && value.role !== undefined)
      context.addIssue(refused(value.role, new Refusal(OWN, MAKE), ['role']));
    if (value.name === undefined)
      context.addIssue(refused(value.name, new Refusal(NAMED, 'Give its name.'), ['name']));
  });

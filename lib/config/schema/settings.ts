import { z } from 'zod';
import { certificate } from './certificate';
import { connections } from './connections';
import { dkim } from './dkim';
import { dmarc } from './dmarc';
import { domainName, hostName } from './domain-name';
import { domainTxt } from './domain-txt';
import { former } from './former';
import { hostedZone, hostZone } from './hosted-zone';
import { limits } from './limits';
import { machine } from './machine';
import { mailAddress } from './mail-address';
import { mx } from './mx';
import { roleAddresses } from './role-addresses';
import { region } from './region';
import { spf } from './spf';
import { tags } from './tags';
import { Refusal, text } from './text';
import { updates } from './updates';
import { users } from './users';
import { vpc } from './vpc';

const account = text('an AWS account id of twelve digits, as a string', (value) =>
  /^[0-9]{12}$/.test(value)
    ? value
    : new Refusal('an AWS account id of twelve digits', 'Find it with `aws sts get-caller-identity`.'),
);

const TTL = 'a whole number of seconds from 1 to 86400';
const seconds = z.int({ error: TTL }).min(1, { error: TTL }).max(86400, { error: TTL });

const LIFETIME = 'a whole number of seconds from 60 to 2592000';

const RETAIN = 'true or false, without quotes';

/** What each domain has of its own; all else is the server's. */
const KEYS_OF_DOMAIN = [
  'domain',
  'hostedZone',
  'envelopeDomain',
  'mx',
  'replies',
  'domainTxt',
  'spf',
  'dkim',
  'dmarc',
  'users',
  'roleAddresses',
  'route',
] as const;
export type DomainKey = (typeof KEYS_OF_DOMAIN)[number];
export const DOMAIN_KEYS: readonly string[] = KEYS_OF_DOMAIN;

/** All that an environment is made from; each part may be shared or given by the environment itself. */
export const settings = z.strictObject({
  /**
   * The AWS account, twelve digits in quotes.
   * @default the account of the caller's credentials
   * @example account: '123456789012'
   */
  account: account.optional(),
  /**
   * The AWS region.
   * @default the region of the caller's credentials
   * @example region: 'eu-west-1'
   */
  region: region.optional(),
  /**
   * The domain in the From header. An internationalised one is turned to its A-label.
   * @example domain: 'example.com'
   */
  domain: domainName,
  /**
   * Several domains by their names, instead of `domain`: each with what is its own of `hostedZone`, `envelopeDomain`, `mx`,
   * `replies`, `domainTxt`, `spf`, `dkim`, `dmarc`, `users`, `roleAddresses` and `route`. What stands at the top of these holds for
   * each that does not say otherwise; `users` at the top may send as all of them. The first gives the server its name: one more is
   * written behind it.
   * @default one, which is `domain`
   * @example domains: { 'example.com': { hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } }, 'example.org': { hostedZone: { id: 'Z0987654321ABCDEFGHIJ' } } }
   */
  domains: z.record(z.string(), z.unknown()).optional(),
  /**
   * The public Route 53 zone that holds the records: one that exists, one of another account by a `role`, or one that Kitte
   * makes. `'elsewhere'`: the domain's DNS is not in Route 53; `kitte zone` prints what to enter there, and until its name
   * servers show it the domain's mail is answered 451 with the name of the record, while other domains go on. The server's own
   * name needs a zone of this account then (`hostZone`).
   * @example hostedZone: { id: 'Z0123456789ABCDEFGHIJ' }
   */
  hostedZone,
  /**
   * The server's name: how it greets, its reverse name and its certificate's.
   * @default mail.<domain>
   * @example hostName: 'post.example.com'
   */
  hostName: hostName.optional(),
  /**
   * The Route 53 zone of the host name, where that is another one than the first domain's. It is in this account, as the server
   * proves its name to the certificate authority there.
   * @default the zone of the first domain
   * @example hostName: 'mail.example.net', hostZone: { id: 'Z0987654321ABCDEFGHIJ', name: 'example.net' }
   */
  hostZone: hostZone.optional(),
  /**
   * The domain of the envelope sender, where bounces go.
   * @default the domain
   * @example envelopeDomain: 'bounce.example.com'
   */
  envelopeDomain: domainName.optional(),
  /**
   * Names that the server had before. Whoever changes `domain`, `envelopeDomain` or `hostName` writes the old ones here, or the
   * deploy refuses: mail that waits in the queue was signed and sent under them.
   * @default []
   * @example former: [{ domain: 'news.example.com' }]
   */
  former: former.default([]),
  /**
   * Who takes the domain's mail. `true`: this server, on port 25; it keeps bounces and role mail, and answers the rest as
   * `replies` says. `false`: Kitte publishes no MX and opens no port 25. A list such as `['10 mx.provider.example']`: Kitte
   * publishes these. An envelope domain of its own is taken by this server unless this is `false`.
   * @default true in a zone that Kitte creates, unless public DNS has an MX for the name today: then the deploy stops until this is
   * said; in a zone that exists the domain's MX is left as it is
   * @example mx: ['10 mx.provider.example']
   */
  mx: mx.optional(),
  /**
   * Where this server forwards what a person writes to an address that a login owns. Without it such mail is refused, with words
   * that name the postmaster; what is returned (the empty sender) goes to the bounces' home in any case.
   * @default none: refused with 550 5.2.1
   * @example mx: true, replies: 'office@example.net'
   */
  replies: mailAddress.optional(),
  /**
   * TXT values of other services at the domain, such as site verifications. Route 53 keeps all TXT values of a name in one record
   * set, the SPF record's: delete a set that exists there before the first deploy, and give its values here.
   * @default []
   * @example domainTxt: ['google-site-verification=abc']
   */
  domainTxt: domainTxt.default([]),
  /**
   * Who else may send for the domain. The server's own address is always in.
   * @example spf: { include: ['_spf.google.com'] }
   */
  spf: spf.prefault({}),
  /**
   * The keys that sign.
   * @example dkim: { selectors: ['s2027'] }
   */
  dkim: dkim.prefault({}),
  /**
   * What receivers shall do with mail that uses the domain but fails both SPF and DKIM (RFC 9989).
   * @example dmarc: { policy: 'quarantine' }
   */
  dmarc: dmarc.prefault({}),
  /**
   * Who may submit mail.
   * @default one, `mailer`, for the whole domain
   * @example users: [{ login: 'app', senders: ['app@example.com'] }]
   */
  users: users.prefault([{ login: 'mailer' }]),
  /**
   * What a login may send; a normal program meets none of it.
   * @example limits: { messagesPerDay: 500 }
   */
  limits: limits.prefault({}),
  /**
   * Who may be connected at once: strangers take no place from those who log in.
   * @example connections: { perAddress: 50 }
   */
  connections: connections.prefault({}),
  /**
   * The EC2 instance.
   * @example machine: { instanceType: 't4g.medium' }
   */
  machine: machine.prefault({}),
  /**
   * A VPC that exists, and a public subnet in it: one that routes to an internet gateway.
   * @default a VPC of its own with one public subnet
   * @example vpc: {
   *   vpcId: 'vpc-0123456789abcdef0',
   *   subnetId: 'subnet-0123456789abcdef0',
   *   availabilityZone: 'eu-west-1a',
   * }
   */
  vpc: vpc.optional(),
  /**
   * The TLS certificate of the host name.
   * @example certificate: { email: 'ops@example.net' }
   */
  certificate: certificate.prefault({}),
  /**
   * Where mail to a role goes. One left out stays in a mailbox on the machine.
   * @default mailboxes on the machine
   * @example roleAddresses: { postmaster: 'ops@example.net' }
   */
  roleAddresses: roleAddresses.prefault({}),
  /**
   * How the domain's mail leaves. `direct`: from the server's own address to the receiver's MX, on port 25.
   * @default 'direct'
   * @example route: 'direct'
   */
  route: z.literal('direct').default('direct'),
  /**
   * Seconds that the server goes on trying to deliver a message before it comes back. Less than four or five days gives up on
   * receivers that are only away for a weekend (RFC 5321 section 4.5.4.1).
   * @default 432000, five days
   * @example queueLifetime: 172_800
   */
  queueLifetime: z
    .int({ error: LIFETIME })
    .min(60, { error: LIFETIME })
    .max(2_592_000, { error: LIFETIME })
    .default(432_000),
  /**
   * When upgrades, which arrive by themselves, come into force.
   * @example updates: { window: 'daily 02:30' }
   */
  updates: updates.prefault({}),
  /**
   * How long resolvers keep the records.
   * @example ttl: { policy: 300 }
   */
  ttl: z
    .strictObject({
      /**
       * Seconds, for A.
       * @default 300
       * @example ttl: { address: 60 }
       */
      address: seconds.default(300),
      /**
       * Seconds, for everything else.
       * @default 3600
       * @example ttl: { policy: 300 }
       */
      policy: seconds.default(3600),
    })
    .prefault({}),
  /**
   * What a deploy does with what the outside sees of it: `fail` rolls back, `warn` prints it into the outputs, `off` does not look.
   * @default 'warn'
   * @example verify: 'fail'
   */
  verify: z.enum(['fail', 'warn', 'off']).default('warn'),
  /**
   * Whether address, queue, keys, passwords and a created zone outlive their stack. `false` is for environments that come and go:
   * a `cdk destroy` then takes them along.
   * @default true
   * @example retain: false
   */
  retain: z.boolean({ error: RETAIN }).default(true),
  /**
   * AWS tags of every resource.
   * @default {}
   * @example tags: { team: 'post' }
   */
  tags: tags.default({}),
});

export type Settings = z.output<typeof settings>;
/** All that may be written, in either form. */
export type EveryField = z.input<typeof settings>;
type Written = Omit<EveryField, 'domains'>;
/** The short form. */
export type OneDomainInput = Written & { readonly domains?: never };
/** One domain, or several: each with what is its own. */
export type SettingsInput =
  | OneDomainInput
  | (Omit<Written, 'domain' | 'envelopeDomain' | 'hostedZone'> & {
      readonly domain?: never;
      readonly envelopeDomain?: never;
      readonly hostedZone?: Written['hostedZone'];
      readonly domains: Readonly<Record<string, Partial<Omit<Pick<Written, DomainKey>, 'domain'>>>>;
    });

import { z } from 'zod';
import { certificate } from './certificate';
import { connections } from './connections';
import { dkim } from './dkim';
import { dmarc } from './dmarc';
import { domainName, hostName } from './domain-name';
import { domainTxt } from './domain-txt';
import { hostedZone } from './hosted-zone';
import { limits } from './limits';
import { machine } from './machine';
import { mailAddress } from './mail-address';
import { mx } from './mx';
import { roleAddresses } from './role-addresses';
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

const region = text('an AWS region such as eu-west-1', (value) =>
  /^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(value)
    ? value
    : new Refusal('an AWS region such as eu-west-1', 'Give the code of the region, without the zone letter.'),
);

const TTL = 'a whole number of seconds from 1 to 86400';
const seconds = z.int({ error: TTL }).min(1, { error: TTL }).max(86400, { error: TTL });

const LIFETIME = 'a whole number of seconds from 60 to 2592000';

/** All that an environment is made from; each part may be shared or given by the environment itself. */
export const settings = z.strictObject({
  /** @default the account of the caller's credentials */
  account: account.optional(),
  /** @default the region of the caller's credentials */
  region: region.optional(),
  /** The domain in the From header. An internationalised one is turned to its A-label. */
  domain: domainName,
  hostedZone,
  /**
   * The server's name: how it greets, its reverse name and its certificate's.
   * @default mail.<domain>
   */
  hostName: hostName.optional(),
  /**
   * The domain of the envelope sender, where bounces go.
   * @default the domain
   */
  envelopeDomain: domainName.optional(),
  /**
   * Who takes the domain's mail. `true`: this server, on port 25; it keeps bounces and role mail, and answers the rest as
   * `replies` says. `false`: Kitte publishes no MX and opens no port 25. A list such as `['10 mx.provider.example']`: Kitte
   * publishes these. An envelope domain of its own is taken by this server unless this is `false`.
   * @default true in a zone that Kitte creates; in a zone that exists the domain's MX is left as it is
   */
  mx: mx.optional(),
  /**
   * Where this server forwards what a person writes to an address that a login owns. Without it such mail is refused, with words
   * that name the postmaster; what is returned (the empty sender) goes to the bounces' home in any case.
   * @default none: refused with 550 5.2.1
   */
  replies: mailAddress.optional(),
  /**
   * TXT values of other services at the domain, such as site verifications. Route 53 keeps all TXT values of a name in one record
   * set, the SPF record's: delete a set that exists there before the first deploy, and give its values here.
   * @default []
   */
  domainTxt: domainTxt.default([]),
  spf: spf.prefault({}),
  dkim: dkim.prefault({}),
  dmarc: dmarc.prefault({}),
  /** @default one, `mailer`, for the whole domain */
  users: users.prefault([{ login: 'mailer' }]),
  /** What a login may send; a normal program meets none of it. */
  limits: limits.prefault({}),
  /** Who may be connected at once: strangers take no place from those who log in. */
  connections: connections.prefault({}),
  machine: machine.prefault({}),
  /** @default a VPC of its own with one public subnet */
  vpc: vpc.optional(),
  certificate: certificate.prefault({}),
  /** @default mailboxes on the machine */
  roleAddresses: roleAddresses.prefault({}),
  /**
   * Seconds that the server goes on trying to deliver a message before it comes back. Less than four or five days gives up on
   * receivers that are only away for a weekend (RFC 5321 section 4.5.4.1).
   * @default 432000, five days
   */
  queueLifetime: z
    .int({ error: LIFETIME })
    .min(60, { error: LIFETIME })
    .max(2_592_000, { error: LIFETIME })
    .default(432_000),
  /** When upgrades, which arrive by themselves, come into force. */
  updates: updates.prefault({}),
  /** How long resolvers keep the records. */
  ttl: z
    .strictObject({
      /**
       * Seconds, for A.
       * @default 300
       */
      address: seconds.default(300),
      /**
       * Seconds, for everything else.
       * @default 3600
       */
      policy: seconds.default(3600),
    })
    .prefault({}),
  /**
   * What a deploy does with what the outside sees of it: `fail` rolls back, `warn` prints it into the outputs, `off` does not look.
   * @default 'warn'
   */
  verify: z.enum(['fail', 'warn', 'off']).default('warn'),
  /** @default {} */
  tags: tags.default({}),
});

export type Settings = z.output<typeof settings>;
export type SettingsInput = z.input<typeof settings>;

import type { RemovalPolicy, Size } from 'aws-cdk-lib';
import type { InstanceType, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

import type { OneDomainInput } from '../../config/schema/settings';

type Of<Key extends keyof OneDomainInput> = NonNullable<OneDomainInput[Key]>;
type Image = NonNullable<Of<'machine'>['image']>;

/** What a `MailServer` is told. Only `domain` and `hostedZone` must be said. */
export interface MailServerProps {
  /**
   * The domain in the From header; known when the app is synthesized. An internationalised one is turned to its A-label.
   * @see https://www.rfc-editor.org/rfc/rfc5322#section-3.6.2
   */
  readonly domain: string;

  /**
   * The public Route 53 zone of the domain, or of a parent of it, in the stack's account. Its name must be known: import one by
   * `HostedZone.fromHostedZoneAttributes`.
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_route53.HostedZone.html
   */
  readonly hostedZone: IHostedZone;

  /**
   * What parameters, secret and permissions of this server are named after: `/kitte/<serverName>/…`. Lower-case letters, digits and
   * dashes, beginning with a letter, at most 20; no other server of the account and region may have it. Another name is another set of keys and
   * passwords: set it to the one of before where the construct or its stack is to be moved or renamed.
   * @default - made of the construct's id, the stack's name and the path in it
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-hierarchies.html
   */
  readonly serverName?: string;

  /**
   * The server's name: how it greets, its reverse name and its certificate's.
   * @default - `mail.` and the domain
   * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.1
   */
  readonly hostName?: string;

  /**
   * The public zone of the host name, where that is another one than the domain's.
   * @default - the zone of the domain
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_route53.HostedZone.html
   */
  readonly hostZone?: IHostedZone;

  /**
   * The domain of the envelope sender, where bounces go.
   * @default - the domain
   * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.4
   */
  readonly envelopeDomain?: string;

  /**
   * Names that the server had before. Whoever changes `domain`, `envelopeDomain` or `hostName` writes the old ones here, or the deploy
   * refuses: mail that waits in the queue was signed and sent under them.
   * @default []
   * @see https://www.rfc-editor.org/rfc/rfc6376#section-3.4
   */
  readonly former?: Of<'former'>;

  /**
   * Who takes the domain's mail. `true`: this server, on port 25; it keeps bounces and role mail, and answers the rest as `replies`
   * says. `false`: no MX is published and port 25 is closed. A list such as `['10 mx.provider.example']`: these are published. An
   * envelope domain of its own is taken by this server unless this is `false`.
   * @default - the domain's MX is left as it is
   * @see https://www.rfc-editor.org/rfc/rfc5321#section-5
   */
  readonly mx?: Of<'mx'>;

  /**
   * Where this server forwards what a person writes to an address that a login owns.
   * @default - refused with 550 5.2.1
   * @see https://www.rfc-editor.org/rfc/rfc3463
   */
  readonly replies?: string;

  /**
   * TXT values of other services at the domain, such as site verifications: Route 53 keeps all TXT values of a name in one set, the SPF
   * record's.
   * @default []
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat
   */
  readonly domainTxt?: Of<'domainTxt'>;

  /**
   * Who else may send for the domain. The server's own address is always in.
   * @default - nobody else, `-all`
   * @see https://www.rfc-editor.org/rfc/rfc7208
   */
  readonly spf?: Of<'spf'>;

  /**
   * The keys that sign.
   * @default - one of 2048 bits, `kitte1`
   * @see https://www.rfc-editor.org/rfc/rfc6376
   */
  readonly dkim?: Of<'dkim'>;

  /**
   * What receivers shall do with mail that uses the domain but fails both SPF and DKIM.
   * @default - `reject`, with relaxed alignment
   * @see https://www.rfc-editor.org/rfc/rfc9989
   */
  readonly dmarc?: Of<'dmarc'>;

  /**
   * Who may submit mail, and as whom.
   * @default - one, `mailer`, for the whole domain
   * @see https://www.rfc-editor.org/rfc/rfc6409
   */
  readonly users?: Of<'users'>;

  /**
   * A secret with the logins' passwords, `{ "login": "password" }`. Its name must be known, as the machine fetches it by its name.
   * @default - one is made, with a generated password for each login
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_secretsmanager.Secret.html
   */
  readonly usersSecret?: ISecret;

  /**
   * Where mail to a role goes. One left out stays in a mailbox on the machine.
   * @default - mailboxes on the machine
   * @see https://www.rfc-editor.org/rfc/rfc2142
   */
  readonly roleAddresses?: Of<'roleAddresses'>;

  /**
   * How the domain's mail leaves. `direct`: from the server's own address to the receiver's MX, on port 25.
   * @default 'direct'
   * @see https://www.rfc-editor.org/rfc/rfc5321#section-5
   */
  readonly route?: Of<'route'>;

  /**
   * What a login may send; a normal program meets none of it.
   * @default - 5,000 messages and 10,000 recipients a day
   * @see https://www.postfix.org/SMTPD_POLICY_README.html
   */
  readonly limits?: Of<'limits'>;

  /**
   * Who may be connected at once: strangers take no place from those who log in. Not the security groups: those are the attribute
   * `connections`.
   * @default - 20 from an address, 100 from one where a login succeeded
   * @see https://www.postfix.org/TUNING_README.html
   */
  readonly connectionLimits?: Of<'connections'>;

  /**
   * The TLS certificate of the host name.
   * @default - Let's Encrypt's
   * @see https://www.rfc-editor.org/rfc/rfc8555
   */
  readonly certificate?: Of<'certificate'>;

  /**
   * Seconds that the server goes on trying to deliver a message before it comes back.
   * @default 432000, five days
   * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.5.4.1
   */
  readonly queueLifetime?: number;

  /**
   * When upgrades, which arrive by themselves, come into force.
   * @default - Sundays at 03:00 UTC, with a reboot where one is needed
   * @see https://wiki.debian.org/UnattendedUpgrades
   */
  readonly updates?: Of<'updates'>;

  /**
   * Seconds that resolvers keep the records.
   * @default - 300 for the address, 3600 for everything else
   * @see https://www.rfc-editor.org/rfc/rfc1035#section-3.2.1
   */
  readonly ttl?: Of<'ttl'>;

  /**
   * What a deploy does with what the outside sees of it: `fail` rolls back, `warn` tells it in the attribute `verdict`, `off` does not look.
   * @default 'warn'
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
   */
  readonly verify?: Of<'verify'>;

  /**
   * The network of the instance.
   * @default - one of its own with one public subnet and no NAT gateway
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.Vpc.html
   */
  readonly vpc?: IVpc;

  /**
   * Which subnets of the VPC are asked for a place; the first one is taken. It must be public: mail leaves from the instance's own address.
   * @default - the public subnets
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SubnetSelection.html
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The instance's type; its processor decides on the image.
   * @default - t4g.small
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.InstanceType.html
   */
  readonly instanceType?: InstanceType;

  /**
   * What the machine starts from: one AMI of Debian 13, or an SSM public parameter that is resolved once and then kept.
   * @default - Debian 13's newest image at the first deploy, kept from then on
   * @see https://wiki.debian.org/Cloud/AmazonEC2Image/
   */
  readonly image?: Image;

  /**
   * The size of the volume that the machine starts from; it goes with the instance.
   * @default Size.gibibytes(16)
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
   */
  readonly volumeSize?: Size;

  /**
   * The size of the volume of queue and certificate, which moves on to the next instance. It can grow; AWS lets no volume shrink.
   * @default Size.gibibytes(4)
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/requesting-ebs-volume-modifications.html
   */
  readonly queueVolumeSize?: Size;

  /**
   * Swap.
   * @default - 1 GiB on nano and micro instances, otherwise none
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-swap-volumes.html
   */
  readonly swap?: Size;

  /**
   * What becomes of address, queue, keys and passwords when the server is taken out of the stack: `RETAIN` or `DESTROY`. A creation that
   * fails takes along what it made either way.
   * @default RemovalPolicy.RETAIN
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Who has which documentation address (RFC 5737) inside the world. */
export const layout = {
  internet: '198.51.100.0/24',
  /** The router, and on it the recursive resolver that everybody in the world uses. */
  router: '198.51.100.1',
  /** Servers of the top level domains and of the reverse tree. */
  parents: '198.51.100.52',
  /** Servers of the account's hosted zones. Apart, so that a zone without a delegation is not found. */
  zones: '198.51.100.53',
  /** AWS endpoints, the Debian mirror and the ACME directory. */
  gateway: '198.51.100.80',
  receiver: '198.51.100.25',
  /** Exim, as strict as Debian's own configuration makes it. */
  strict: '198.51.100.26',
  /** Another address of the receiver, for whoever wants a server without extensions. */
  bare: '198.51.100.27',
  /** Another address of the receiver, where each recipient stands for a rule of strict servers. */
  picky: '198.51.100.28',
  client: '198.51.100.10',
  /** On the laptop as well: takes mail for `wiretapDomain` byte by byte. */
  wiretap: '198.51.100.99',
  /** On the laptop as well: hands submissions on, and keeps what was said. */
  tap: '198.51.100.98',
  lambda: '198.51.100.20',
  elastic: '203.0.113.0/24',
  metadata: '169.254.169.254',
  /** Also answered at the VPC's base address plus two, as on EC2. */
  vpcResolver: '169.254.169.253',
} as const;

/** The domain of the receiving side. */
export const receiverDomain = 'inbox.example.net';
export const receiverHost = 'mx.inbox.example.net';
export const clientHost = 'laptop.example.net';
/** The domain of the strict receiver. */
export const strictDomain = 'strict.example.net';
export const strictHost = 'mx.strict.example.net';
/** A domain of the receiver's whose recipients each have a rule of strict servers before them. */
export const pickyDomain = 'picky.example.net';
export const pickyHost = 'mx.picky.example.net';
/** A domain of the receiver's whose mail comes by a server without extensions: no 8BITMIME, SMTPUTF8, CHUNKING. */
export const bareDomain = 'bare.example.net';
export const bareHost = 'mx.bare.example.net';
/** A domain whose mail is kept as it came over the wire. */
export const wiretapDomain = 'wiretap.example.net';

/** Further addresses of the laptop: who counts wrong logins by address sees as many strangers. */
export const clientAddresses: readonly string[] = [
  layout.wiretap,
  layout.tap,
  ...Array.from({ length: 100 }, (_, index) => `198.51.100.${String(100 + index)}`),
];

/** EC2's reserved addresses of a VPC or subnet: base plus one routes, base plus two resolves. */
export function addressInCidr(cidr: string, offset: number): string {
  const [base = '', length = '32'] = cidr.split('/');
  const octets = base.split('.').map(Number);
  const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - Number(length));
  const address = number - (number % size) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

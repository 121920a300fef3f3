/** When these list prices were noted: US dollars without tax, on demand, Linux. */
export const NOTED = 'November 2026';

/** A month as AWS's own calculator counts it. */
export const HOURS = 730;

/** The same in every region that is listed here. */
export const EVERYWHERE = {
  publicAddressHour: 0.005,
  hostedZone: 0.5,
  secret: 0.4,
  secretCalls: 0.05 / 10_000,
  keyCalls: 0.03 / 10_000,
  trafficGb: 0.09,
  freeTrafficGb: 100,
} as const;

export interface RegionPrices {
  readonly gp3Gb: number;
  /** By instance type, an hour. */
  readonly instanceHour: Readonly<Record<string, number>>;
}

/** A family's sizes cost in steps of two. */
function family(name: string, nano: number): [string, number][] {
  return ['nano', 'micro', 'small', 'medium', 'large'].map((size, step) => [
    `${name}.${size}`,
    Math.round(nano * 2 ** step * 1e6) / 1e6,
  ]);
}

const virginia: RegionPrices = {
  gp3Gb: 0.08,
  instanceHour: Object.fromEntries([...family('t4g', 0.0042), ...family('t3', 0.0052)]),
};

const ireland: RegionPrices = {
  gp3Gb: 0.088,
  instanceHour: Object.fromEntries([...family('t4g', 0.0046), ...family('t3', 0.0057)]),
};

/** Regions whose prices are known here. Of others nothing is guessed. */
export const REGIONS: Readonly<Record<string, RegionPrices>> = {
  'us-east-1': virginia,
  'us-east-2': virginia,
  'us-west-2': virginia,
  'eu-west-1': ireland,
};

/** Where AWS says what is in force now. */
export const PRICE_PAGES = {
  EC2: 'https://aws.amazon.com/ec2/pricing/on-demand/',
  EBS: 'https://aws.amazon.com/ebs/pricing/',
  VPC: 'https://aws.amazon.com/vpc/pricing/',
  'Route 53': 'https://aws.amazon.com/route53/pricing/',
  'Secrets Manager': 'https://aws.amazon.com/secrets-manager/pricing/',
} as const;

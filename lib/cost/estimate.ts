import { domainsOf, hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { EVERYWHERE, HOURS, REGIONS } from './prices';

export interface CostLine {
  readonly what: string;
  /** How it is priced, in words. */
  readonly price: string;
  /** Dollars a month; absent where the price is not known. */
  readonly month?: number;
  /** Goes on when Dns and Server are destroyed. */
  readonly stays: boolean;
}

export interface Estimate {
  readonly region: string;
  readonly lines: readonly CostLine[];
  /** Of the lines whose price is known. */
  readonly together: number;
  /** What goes on after `cdk destroy` of all but Foundation. */
  readonly staying: number;
  /** Why a line has no price. */
  readonly unknown: readonly string[];
}

/** The machine reads the users' secret and its keys as often (SECRET_AGE in assets/machine/sync/sync.py). */
const READ_EVERY_SECONDS = 300;

/** What an environment costs a month at list price. */
export function estimate(environment: Environment, region: string): Estimate {
  const prices = REGIONS[region];
  const { instanceType, volumeSizeGiB, queueVolumeSizeGiB } = environment.machine;
  const hour = prices?.instanceHour[instanceType];
  const gb = prices?.gp3Gb;
  const reads = (HOURS * 3600) / READ_EVERY_SECONDS;
  const domains = domainsOf(environment);
  const keys = domains.reduce((sum, { dkim }) => sum + dkim.selectors.length, 0);
  const zones = createdZones(environment);
  const volume = (what: string, size: number, stays: boolean): CostLine => ({
    what: `${what}, ${String(size)} GB`,
    price: gb === undefined ? 'unknown' : `${dollars(gb)} a GB`,
    ...(gb === undefined ? {} : { month: gb * size }),
    stays,
  });
  const lines: CostLine[] = [
    {
      what: `${instanceType}, on demand`,
      price: hour === undefined ? 'unknown' : `${dollars(hour)} an hour`,
      ...(hour === undefined ? {} : { month: hour * HOURS }),
      stays: false,
    },
    {
      what: 'Public IPv4 address',
      price: `${dollars(EVERYWHERE.publicAddressHour)} an hour`,
      month: EVERYWHERE.publicAddressHour * HOURS,
      stays: true,
    },
    volume('gp3 volume', volumeSizeGiB, false),
    volume('gp3 volume for the queue', queueVolumeSizeGiB, true),
    ...(zones > 0
      ? [
          {
            what:
              zones === 1
                ? 'Hosted zone, if Kitte creates it'
                : `${String(zones)} hosted zones, which Kitte creates`,
            price: dollars(EVERYWHERE.hostedZone),
            month: EVERYWHERE.hostedZone * zones,
            stays: true,
          },
        ]
      : []),
    {
      what: 'Secret, read every five minutes',
      price: `${dollars(EVERYWHERE.secret)} + ${dollars(EVERYWHERE.secretCalls * 10_000)}/10k`,
      month: EVERYWHERE.secret + reads * EVERYWHERE.secretCalls,
      stays: false,
    },
    {
      what: `Key service, for reading ${keys === 1 ? 'one DKIM key' : `${String(keys)} DKIM keys`} as often`,
      price: `${dollars(EVERYWHERE.keyCalls * 10_000)}/10k`,
      month: reads * keys * EVERYWHERE.keyCalls,
      stays: false,
    },
    { what: 'SSM parameters, Lambda at deploys, DNS queries', price: '', month: 0, stays: true },
  ];
  const sum = (of: readonly CostLine[]) => of.reduce((total, { month = 0 }) => total + month, 0);
  return {
    region,
    lines,
    together: sum(lines),
    // Nobody reads the secret any more.
    staying: sum(lines.filter(({ stays }) => stays)) + EVERYWHERE.secret,
    unknown: unknown(region, instanceType),
  };
}

/** How many zones Kitte creates: several domains may lie in one. */
export function createdZones(environment: Environment): number {
  const zones = [hostZoneOf(environment), ...domainsOf(environment).map(({ hostedZone }) => hostedZone)];
  return new Set(zones.flatMap((zone) => (zone.kind === 'created' ? [zone.name] : []))).size;
}

function unknown(region: string, instanceType: string): string[] {
  const prices = REGIONS[region];
  if (prices === undefined)
    return [
      `No prices of the region ${region} are kept here: only of ${Object.keys(REGIONS).join(', ')}. Instance and volumes are left out of the sum.`,
    ];
  if (prices.instanceHour[instanceType] !== undefined) return [];
  return [
    `No price of the instance type ${instanceType} is kept here: only of ${Object.keys(prices.instanceHour).join(', ')}. It is left out of the sum.`,
  ];
}

/** As many digits as a price has, but two at least. */
export function dollars(price: number): string {
  const text = String(Math.round(price * 1e6) / 1e6);
  const digits = text.split('.')[1]?.length ?? 0;
  return `$${digits === 0 ? text : price.toFixed(Math.max(2, digits))}`;
}

import { inDomain } from '../config/collisions';
import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { keyOf, kept } from '../config/former';
import type { Path } from '../config/tree';
import { type Placed, placedRecords } from '../dns/former';
import { route53Value } from '../dns/txt';
import type { Limit, Measure } from './limit';
import { ofStacks } from './stacks';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html and API_ResourceRecord.html */
const VALUE_LIMIT = 4000;
const VALUES_LIMIT = 32_000;
const COUNT_LIMIT = 400;

/**
 * A group is written by one request, in which each value of a change in place counts twice.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
const GROUP_LIMIT = 16_000;

/** The machine's report is a parameter, and has a reason and a warning of a thousand characters beside. */
const FORMER_LIMIT = 1400;

/** What Route 53 takes for a record, and CloudFormation for the stacks that hold them. */
export const dnsRecords: Measure = (environment) => {
  const placed = placedRecords(environment, {
    address: '255.255.255.255',
    dkim: (domain) => Object.fromEntries(selectorsOf(environment, domain).map((each) => [each, KEY])),
  });
  return [
    ...placed.flatMap((each) => ofRecord(environment, each)),
    ...ofGroups(environment, placed),
    ...ofStacks(environment, placed, (value) => value === KEY),
    ...ofReport(environment),
  ];
};

/** As long as the longest that a config can ask for. */
const KEY = `"v=DKIM1; k=rsa; p=${'x'.repeat(740)}"`;

function selectorsOf(environment: Environment, domain: string): readonly string[] {
  const views = domainsOf(environment).map((view) => ({ domain: view.domain, ...view.dkim }));
  return [...views, ...kept(environment)]
    .filter((each) => each.domain === domain)
    .flatMap(({ selectors }) => selectors);
}

function ofGroups(environment: Environment, placed: readonly Placed[]): Limit[] {
  const sizes = new Map<string, { domain: string; size: number }>();
  for (const { group, domain, record } of placed) {
    if (group === undefined) continue;
    const size = record.values.map(route53Value).join('').length;
    sizes.set(group, { domain, size: (sizes.get(group)?.size ?? 0) + size });
  }
  return [...sizes.values()].map(({ domain, size }) => ({
    what: `the values of all records of ${domain} have together`,
    size,
    most: GROUP_LIMIT,
    unit: 'characters',
    whose: 'Route 53, which takes 32,000 a request and counts those that change twice',
    path: inDomain(environment, { domain }, ['domainTxt']),
    remedy: 'Take out TXT values that no service asks for any more.',
  }));
}

function ofRecord(environment: Environment, { record, domain }: Placed): Limit[] {
  const { id, name, type, values } = record;
  const path = inDomain(environment, { domain }, pathOf(environment, id));
  const written = values.map(route53Value);
  const [longest = ''] = [...written].sort((one, two) => two.length - one.length);
  const limit = { unit: 'characters', whose: 'Route 53', path };
  return [
    {
      ...limit,
      what: `a value of the ${type} record of ${name} has`,
      size: longest.length,
      most: VALUE_LIMIT,
      remedy: 'Shorten it, or take some of what it lists out.',
    },
    {
      ...limit,
      what: `the values of the ${type} record of ${name} have together`,
      size: written.join('').length,
      most: VALUES_LIMIT,
      remedy: 'Take out those that no service asks for any more.',
    },
    {
      ...limit,
      what: `the ${type} record of ${name} has`,
      size: values.length,
      most: COUNT_LIMIT,
      unit: 'values',
      remedy: 'Take out those that no service asks for any more.',
    },
  ];
}

function pathOf({ former = [] }: Environment, id: string): Path {
  const key = Object.entries({
    DomainSpf: 'domainTxt',
    Dmarc: 'dmarc',
    DomainMx: 'mx',
    HostCaa: 'certificate',
  })
    .filter(([start]) => id === start)
    .map(([, each]) => each);
  return key.length > 0 || former.length === 0 ? [key[0] ?? 'domain'] : ['former'];
}

function ofReport(environment: Environment): Limit[] {
  return [
    {
      what: "the machine's report on the names of before has",
      size: kept(environment)
        .map((each) => `${keyOf(each)}: waiting`)
        .join('; ').length,
      most: FORMER_LIMIT,
      unit: 'bytes',
      whose: `what a parameter of Systems Manager has left for it`,
      path: ['former'],
      remedy: 'Set over: true in the entries of former that preflight says are dry.',
    },
  ];
}

import type { Environment } from '../config/environment';
import { keyOf, kept } from '../config/former';
import type { Path } from '../config/tree';
import { externalReports } from '../dns/external-reports';
import { placedRecords } from '../dns/former';
import type { DnsRecord } from '../dns/record';
import { route53Value } from '../dns/txt';
import type { Measure } from './limit';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html and API_ResourceRecord.html */
const VALUE_LIMIT = 4000;
const VALUES_LIMIT = 32_000;
const COUNT_LIMIT = 400;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const STACK = { outputs: 200, parameters: 200, resources: 500 };

/** Beside what is counted: outputs of the reverse name, the verdict and port 25, and resources of their handlers. */
const BESIDE = { outputs: 5, resources: 60 };

/** The machine's report is a parameter, and has a reason and a warning of a thousand characters beside. */
const FORMER_LIMIT = 1400;

/** What Route 53 takes for a record, and CloudFormation for the stack that holds them. */
export const dnsRecords: Measure = (environment) => {
  const records = placedRecords(environment, {
    address: '255.255.255.255',
    dkim: (domain) => Object.fromEntries(selectorsOf(environment, domain).map((each) => [each, KEY])),
  }).map(({ record }) => record);
  return [...records.flatMap((record) => ofRecord(environment, record)), ...ofStack(environment, records)];
};

const KEY = '"v=DKIM1; k=rsa; p="';

function selectorsOf(environment: Environment, domain: string): readonly string[] {
  const entries = [{ domain: environment.domain, ...environment.dkim }, ...kept(environment)];
  return entries.filter((each) => each.domain === domain).flatMap(({ selectors }) => selectors);
}

function ofRecord(environment: Environment, { id, name, type, values }: DnsRecord) {
  const path = pathOf(environment, id);
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

function ofStack(environment: Environment, records: readonly DnsRecord[]) {
  const waiting = kept(environment);
  const keys = new Set(
    [environment, ...waiting].flatMap(({ domain }) =>
      selectorsOf(environment, domain).map((selector) => `${domain}/${selector}`),
    ),
  );
  const limit = {
    whose: 'a stack of CloudFormation',
    path: ['former'],
    remedy: 'Set over: true in the entries of former that preflight says are dry.',
  };
  return [
    {
      ...limit,
      what: 'the Dns stack has',
      size: waiting.length + externalReports(environment).length + BESIDE.outputs,
      most: STACK.outputs,
      unit: 'outputs',
    },
    { ...limit, what: 'the Dns stack has', size: keys.size, most: STACK.parameters, unit: 'parameters' },
    {
      ...limit,
      what: 'the Dns stack has',
      size: records.length + BESIDE.resources,
      most: STACK.resources,
      unit: 'resources',
    },
    {
      what: "the machine's report on the names of before has",
      size: waiting.map((each) => `${keyOf(each)}: waiting`).join('; ').length,
      most: FORMER_LIMIT,
      unit: 'bytes',
      whose: `what a parameter of Systems Manager has left for it`,
      path: ['former'],
      remedy: limit.remedy,
    },
  ];
}

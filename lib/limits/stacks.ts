import { domainsOf, hostZoneOf, roleOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { keyedDomains, kept } from '../config/former';
import { externalReports } from '../dns/external-reports';
import type { Placed } from '../dns/former';
import type { Limit } from './limit';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const STACK = { outputs: 200, parameters: 200, resources: 500, bytes: 1_000_000 };

/**
 * What each stack has beside what is counted here, with room for a handler more: outputs of the reverse name, the verdict and
 * port 25, CDK's own parameter, the handlers' resources and text.
 */
const DNS = { outputs: 5, parameters: 1, resources: 60, bytes: 60_000 };
const FOUNDATION = { outputs: 10, resources: 60 };

/** A created zone, what its id and its name servers are told by, and the look at its names before it is there. */
const ZONE = { outputs: 3, resources: 2 };

/** The handlers that write by a role: their text, and what else their policy says. */
const BY_ROLE = { bytes: 20_000, policy: 400 };

/** What a template says around a record set, and around a value that it only refers to. */
const AROUND_SET = 420;

/** What CloudFormation takes for the stacks that grow with each domain. `isKey` knows a value that stands elsewhere. */
export function ofStacks(
  environment: Environment,
  placed: readonly Placed[],
  isKey: (value: string) => boolean,
): Limit[] {
  const views = domainsOf(environment);
  const keyed = keyedDomains(environment);
  const keys = keyed.reduce((sum, { selectors }) => sum + selectors.length, 0);
  const retired = keyed.reduce((sum, each) => sum + each.retired.length, 0);
  const zones = new Set(
    [...views.map(({ hostedZone }) => hostedZone), hostZoneOf(environment)].flatMap((zone) =>
      zone.kind === 'created' ? [zone.name] : [],
    ),
  ).size;
  const roles = [...new Set(placed.flatMap(({ zone }) => roleOf(zone) ?? []))];
  const single = placed.filter(({ group }) => group === undefined).length;
  const groups = new Set(placed.flatMap(({ group }) => group ?? [])).size;
  const bytes = placed
    .map(({ record }) => ({ ...record, values: record.values.filter((value) => !isKey(value)) }))
    .reduce(
      (sum, record) => sum + AROUND_SET + JSON.stringify(record).length,
      DNS.bytes + (roles.length > 0 ? BY_ROLE.bytes : 0),
    );
  const reports = views.reduce((sum, view) => sum + externalReports(view).length, 0);
  const all = { whose: 'a stack of CloudFormation', ...growing(environment, retired > keys) };
  const dns = { ...all, what: 'the Dns stack has' };
  const foundation = { ...all, what: 'the Foundation stack has' };
  return [
    { ...dns, size: kept(environment).length + reports + DNS.outputs, most: STACK.outputs, unit: 'outputs' },
    { ...dns, size: keys + DNS.parameters, most: STACK.parameters, unit: 'parameters' },
    { ...dns, size: single + groups + DNS.resources, most: STACK.resources, unit: 'resources' },
    {
      ...dns,
      what: 'the roles of zones in other accounts, which the deploy may assume, have',
      size: roles.reduce((sum, role) => sum + role.length + 3, BY_ROLE.policy),
      most: 10_240,
      unit: 'characters',
      whose: "IAM, for a role's own policies",
      path: ['domains'],
      remedy: 'Let one role of an account write several of its zones.',
    },
    { ...dns, what: "the Dns stack's template has", size: bytes, most: STACK.bytes, unit: 'bytes' },
    {
      ...foundation,
      size: zones * ZONE.outputs + FOUNDATION.outputs,
      most: STACK.outputs,
      unit: 'outputs',
    },
    {
      ...foundation,
      size: 2 * keys + retired + zones * ZONE.resources + FOUNDATION.resources,
      most: STACK.resources,
      unit: 'resources',
    },
  ];
}

/** What in the config makes them grow. */
function growing(environment: Environment, isRetired: boolean): Pick<Limit, 'path' | 'remedy'> {
  if (environment.others !== undefined)
    return {
      path: ['domains'],
      remedy:
        'Give some of the domains an environment of their own; where it is selectors that are too many, end a rotation before the next one begins.',
    };
  if (isRetired)
    return {
      path: ['dkim', 'retired'],
      remedy: 'Take selectors out of dkim.retired whose mail nobody verifies any more, the oldest first.',
    };
  return {
    path: ['former'],
    remedy: 'Set over: true in the entries of former that preflight says are dry.',
  };
}

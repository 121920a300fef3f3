import { createHash } from 'node:crypto';

import { CfnOutput, CfnParameter, type CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnRecordSetGroup } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct, type IConstruct } from 'constructs';

import { domainsInForce } from '../checks/views';
import { domainsOf, hostZoneOf, roleOf } from '../config/domains';
import type { Environment, Former } from '../config/environment';
import { isBeside, type KeyedDomain, keyedDomains, keyOf, kept } from '../config/former';
import { dkimPublicParameter, type Names, namesOf } from '../config/names';
import { acknowledgeQuotes, propertiesOf, recordSet, valuesOf } from '../constructs/records/record-set';
import { ReverseName } from '../constructs/reverse-name/reverse-name';
import { Verify } from '../constructs/verify/verify';
import { type RecordsByRole, ZoneRecords } from '../constructs/zone-records/zone-records';
import { adviceFor, externalReports } from '../dns/external-reports';
import { type Placed, placedRecords } from '../dns/former';
import { listing } from '../dns/listing';
import { reverseNameOf } from '../dns/reverse-name';
import type { FoundationStack } from './foundation-stack';

export interface DnsStackProps extends StackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  /** Changes with what the machine is made of. */
  readonly machineFingerprint: string;
}

/** Every record that vouches for the server, then the reverse name that agrees with them, then a look from outside. */
export class DnsStack extends Stack {
  /** Names of parameters that CDK has made ids of, by what it leaves of them. */
  private readonly spelled = new Set<string>();

  constructor(scope: Construct, id: string, props: DnsStackProps) {
    const { environment, foundation, machineFingerprint, ...stackProps } = props;
    super(scope, id, stackProps);
    const names = namesOf(environment.name);
    const domains = new Map(
      keyedDomains(environment).flatMap((each) =>
        each.selectors.length > 0 ? [[each.domain, this.keysOf(each, names)] as const] : [],
      ),
    );
    const dkim = domains.get(environment.domain) ?? {};
    const values = [...domains.values()].flatMap((each) => Object.values(each));
    const facts = {
      address: foundation.address,
      dkim: (domain: string) => domains.get(domain) ?? {},
      nameServers: (zone: string) => foundation.nameServers(zone),
    };
    const sets = this.recordSets(placedRecords(environment, facts), { foundation, values });
    kept(environment).forEach((former, index) => {
      new CfnOutput(this, `Former${String(index)}`, {
        value: isElsewhere(former, environment)
          ? `The records of ${keyOf(former)} are at a DNS of their own: when preflight says that nothing of theirs waits, set over: true, deploy, and take them out there`
          : `The records of ${keyOf(former)} stay for the mail that waits: when preflight says that nothing does, set over: true and deploy`,
      });
    });
    const reverse = this.reverseName(environment, foundation, sets);
    for (const view of domainsOf(environment)) {
      const scope = view.beside === true ? this.domainScope : this;
      externalReports(view).forEach((report, index) => {
        new CfnOutput(
          scope,
          `${view.beside === true ? `${view.domain}-` : ''}ReportsAbroad${String(index)}`,
          { value: adviceFor(report) },
        );
      });
    }
    if (environment.verify === 'off') return;
    const [judged, ...others] = domainsInForce(environment);
    const gate = new Verify(this, 'Verify', {
      environment: judged,
      others: others.map((other) => ({ environment: other, dkim: domains.get(other.domain) ?? {} })),
      mode: environment.verify,
      address: foundation.address,
      dkim,
      statusParameter: names.status,
      fingerprint: createHash('sha256')
        .update(
          JSON.stringify([machineFingerprint, ...domainsOf(environment).map((view) => listing(view, {}))]),
        )
        .digest('hex'),
    });
    gate.node.addDependency(...sets, ...(reverse === undefined ? [] : [reverse]));
    new CfnOutput(this, 'Verdict', {
      value: gate.verdict,
      description: 'What the outside sees: the checks of kitte doctor, run by the deploy',
    });
    new CfnOutput(this, 'Port25', {
      value: gate.port25,
      description: 'Whether the machine reaches port 25 of the world: while AWS keeps it closed, mail waits',
    });
  }

  /** The public halves, by selector. */
  private keysOf(keyed: KeyedDomain, names: Names): Record<string, string> {
    const { domain, selectors } = keyed;
    const valueOf = (selector: string) => {
      const name = dkimPublicParameter(names, domain, selector);
      // CDK's own id for it would be the same for a-b.example and ab.example, and for selectors such as a-1 and a1.
      const spelled = name.replaceAll(/[^A-Za-z0-9]/g, '');
      if (!isBeside(keyed) && !this.spelled.has(spelled)) {
        this.spelled.add(spelled);
        return StringParameter.valueForStringParameter(this, name);
      }
      return new CfnParameter(this.domainScope, `Key-${selector}-${domain}`, {
        type: 'AWS::SSM::Parameter::Value<String>',
        default: name,
      }).valueAsString;
    };
    return Object.fromEntries(selectors.map((selector) => [selector, valueOf(selector)]));
  }

  /** What is of a domain beside the first: an id in it has the hash of the whole name. */
  private get domainScope(): Construct {
    return (this.node.tryFindChild('Domain') as Construct | undefined) ?? new Construct(this, 'Domain');
  }

  /** One resource for each set of the first domain, and one for all of another domain's. */
  private recordSets(
    placed: readonly Placed[],
    { foundation, values }: { readonly foundation: FoundationStack; readonly values: readonly string[] },
  ): IConstruct[] {
    const quotesKey = ({ record }: Placed) => values.some((value) => record.values.includes(value));
    const groups = new Map<string, Placed[]>();
    const sets: CfnResource[] = [];
    for (const each of placed) {
      const { record, zone, group } = each;
      if (group !== undefined) {
        groups.set(group, [...(groups.get(group) ?? []), each]);
        continue;
      }
      const set = recordSet(this, record, foundation.zoneId(zone));
      if (quotesKey(each)) acknowledgeQuotes(set);
      sets.push(set);
    }
    const byRole: RecordsByRole[] = [];
    for (const [name, members] of groups) {
      const [first] = members;
      if (first === undefined) continue;
      const role = roleOf(first.zone);
      if (role !== undefined) {
        const records = members.map(({ record }) => valuesOf(record));
        byRole.push({ name, of: first.domain, zoneId: foundation.zoneId(first.zone), role, records });
        continue;
      }
      const group = new CfnRecordSetGroup(this.domainScope, name, {
        hostedZoneId: foundation.zoneId(first.zone),
        comment: `The records of ${first.domain}`.slice(0, 256),
        recordSets: members.map(({ record }) => propertiesOf(record)),
      });
      // A set in a group has no comment of its own.
      const why = members.map(({ record }) => [`${record.name} ${record.type}`, record.why]);
      group.addMetadata('Why', Object.fromEntries(why));
      if (members.some(quotesKey)) acknowledgeQuotes(group);
      sets.push(group);
    }
    if (byRole.length === 0) return sets;
    return [...sets, new ZoneRecords(this, 'ByRole', { groups: byRole })];
  }

  private reverseName(
    environment: Environment,
    foundation: FoundationStack,
    sets: IConstruct[],
  ): Construct | undefined {
    const hostName = reverseNameOf(environment);
    if (hostName === undefined) {
      new CfnOutput(this, 'ReverseName', {
        value: `not yet: delegate ${hostZoneOf(environment).name} to its name servers, set ${environment.hostZone === undefined ? 'hostedZone' : 'hostZone'}.delegated to true, deploy again`,
      });
      return undefined;
    }
    const reverse = new ReverseName(this, 'ReverseName', {
      allocationId: foundation.allocationId,
      address: foundation.address,
      hostName,
    });
    reverse.node.addDependency(...sets);
    return reverse;
  }
}

const isElsewhere = (former: Former, { hostedZone }: Environment) =>
  (former.hostedZone ?? hostedZone).kind === 'elsewhere';

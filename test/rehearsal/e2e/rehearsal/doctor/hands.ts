import {
  EC2Client,
  DescribeAddressesCommand,
  ModifyAddressAttributeCommand,
  ResetAddressAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import type { LocalAccountHandle } from '../../../../../lib/local-aws';
import type { Vouched } from '../../../../../lib/rehearsal/world/dns/dns';
import { until, type Outcome } from '../../../../../lib/rehearsal/world/shell';

/** How a test reaches what it breaks. */
export interface Reach {
  readonly sdk: LocalAccountHandle['sdk'];
  readonly zoneId: string;
  readonly exec: (argv: readonly string[], input?: string) => Promise<Outcome>;
  readonly blockPort25: (blocked: boolean) => Promise<void>;
  /** What the parent zone says of a zone. */
  readonly delegate: (zone: string, delegated: boolean) => Promise<void>;
  /** What the parent vouches for; resolves when the zone is found again, unless it is bogus. */
  readonly vouch: (zone: string, how: Vouched | undefined) => Promise<void>;
  /** Whoever took the From domain's mail has gone, or is there again. */
  readonly leave: (gone: boolean) => Promise<void>;
  /** Looks with the doctor until it sees this and nothing wrong. */
  readonly good: (seen: RegExp) => Promise<void>;
  /** Somebody else's zone: exactly these names, with an address or a quoted text. */
  readonly abroad: (zone: string, entries: Readonly<Record<string, string>>) => Promise<void>;
  /** Certificate and key of an authority that the clients trust. */
  readonly authority: () => Promise<string>;
}

/** Breaks things through the same doors that a person has: AWS's API, and a shell on the machine. */
export class Hands {
  private readonly route53: Route53Client;
  private readonly ec2: EC2Client;
  private readonly ssm: SSMClient;
  /** Of records that were removed, for when they come again. */
  private readonly ttls = new Map<string, number>();

  constructor(readonly reach: Reach) {
    this.route53 = new Route53Client(reach.sdk);
    this.ec2 = new EC2Client(reach.sdk);
    this.ssm = new SSMClient(reach.sdk);
  }

  async values(name: string, type: string): Promise<string[]> {
    const { ResourceRecordSets } = await this.route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: this.reach.zoneId }),
    );
    const found = ResourceRecordSets?.find((set) => set.Name === `${name}.` && set.Type === type);
    return (found?.ResourceRecords ?? []).map(({ Value }) => Value ?? '');
  }

  /** Exactly these values; none removes the record. */
  async record(name: string, type: string, values: readonly string[]): Promise<void> {
    const before = await this.values(name, type);
    if (before.length === 0 && values.length === 0) return;
    const key = `${name} ${type}`;
    const ttl = (await this.ttl(name, type)) ?? this.ttls.get(key) ?? 60;
    this.ttls.set(key, ttl);
    const [Action, kept] =
      values.length === 0 ? (['DELETE', before] as const) : (['UPSERT', values] as const);
    const ResourceRecordSet = {
      Name: `${name}.`,
      Type: type as RRType,
      TTL: ttl,
      ResourceRecords: kept.map((Value) => ({ Value })),
    };
    await this.route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: this.reach.zoneId,
        ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
      }),
    );
  }

  private async ttl(name: string, type: string): Promise<number | undefined> {
    const { ResourceRecordSets } = await this.route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: this.reach.zoneId }),
    );
    return ResourceRecordSets?.find((set) => set.Name === `${name}.` && set.Type === type)?.TTL;
  }

  /** The reverse name of the one address; undefined removes it. */
  async reverseName(name: string | undefined): Promise<void> {
    const { Addresses } = await this.ec2.send(new DescribeAddressesCommand({}));
    const AllocationId = Addresses?.[0]?.AllocationId ?? '';
    // A record needs a moment to be seen, and so does the change before this one.
    await until('the reverse name to be taken', 30_000, async () => {
      if (name === undefined)
        await this.ec2.send(new ResetAddressAttributeCommand({ AllocationId, Attribute: 'domain-name' }));
      else await this.ec2.send(new ModifyAddressAttributeCommand({ AllocationId, DomainName: name }));
      return true;
    });
  }

  async parameter(Name: string): Promise<string> {
    return (await this.ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '';
  }

  async setParameter(Name: string, Value: string): Promise<void> {
    await this.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  }

  async shell(script: string, input?: string): Promise<string> {
    return (await this.reach.exec(['sh', '-ec', script], input)).stdout;
  }
}

import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { zonesOf } from '../config/domains';
import type { Environment, HostedZone } from '../config/environment';
import type { DnsRecord } from '../dns/record';
import { isDelegated } from '../dns/reverse-name';
import { route53Value } from '../dns/txt';
import { packagesOf } from '../machine/derived';
import { startAccount, type LocalAccountHandle, type OtherAccount } from '../local-aws';
import type { AccountEvent } from '../local-aws/fleet';
import { type CdkRun, runCdk } from './cdk';
import { prepareImages, type Images } from './image/images';
import { othersOf } from './others';
import { createWorld, type World, type WorldOptions } from './world';

/** The company's own, by which the account encrypts its volumes. */
const EBS_KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
/** RFC 5737's third documentation network: what EC2 hands out here. */
const ADDRESS_POOL = Array.from({ length: 20 }, (_, index) => `203.0.113.${String(10 + index)}`);
const ACCOUNT_ID = '123456789012';
/** Stands for the DNS of other providers: nobody's role reaches it. */
const ELSEWHERE = '999999999999';
const DEFAULT_REGION = 'eu-west-1';
/** An image is only a name here: the machine boots the host's own architecture. */
const IMAGE_ID = 'ami-0123456789abcdef0';

export interface StandOptions extends Pick<WorldOptions, 'certificateDays' | 'packagesHeldS'> {
  readonly projectDirectory: string;
  /** Images and packages, kept between runs. */
  readonly cacheDirectory: string;
  readonly environment: Environment;
  /**
   * Of what accounts differ in, the lenient kind: volumes have AWS's own key, and parameters are written at any rate.
   * @default false
   */
  readonly lenient?: boolean;
  readonly onEvent?: (event: AccountEvent) => void;
  readonly signal?: AbortSignal;
}

/** Makes the images once; later runs find them. */
export function prepare(cacheDirectory: string, say: (text: string) => void): Promise<Images> {
  return prepareImages(cacheDirectory, packagesOf(), say);
}

/** The images that AWS has, which it goes on adding to. */
interface Offered {
  readonly parameters: Record<string, string>;
  readonly architectures: Record<string, 'arm64' | 'x86_64'>;
}

/** The zone of the account that the deploy writes a delegation into. */
const parentOf = (zone: HostedZone) => (zone.kind === 'created' ? zone.parent : undefined);

/** A record set as a person enters it. */
export type Entered = Pick<DnsRecord, 'name' | 'type' | 'ttl' | 'values'>;

/** A local account with a world around it: what stands in for AWS and the internet in a rehearsal. */
export class Stand {
  private constructor(
    readonly account: LocalAccountHandle,
    readonly world: World,
    private readonly options: StandOptions,
    private readonly offered: Offered,
  ) {}

  static async raise(options: StandOptions, images: Images): Promise<Stand> {
    const { environment, cacheDirectory } = options;
    const runs = join(cacheDirectory, 'runs');
    await mkdir(runs, { recursive: true });
    const region = environment.region ?? DEFAULT_REGION;
    const world = await createWorld({
      images,
      runs,
      region,
      others: othersOf(environment),
      acmeDirectoryUrl: environment.certificate.directoryUrl,
      ...(options.certificateDays === undefined ? {} : { certificateDays: options.certificateDays }),
      ...(options.packagesHeldS === undefined ? {} : { packagesHeldS: options.packagesHeldS }),
    });
    try {
      const { image, architecture } = environment.machine;
      const offered: Offered = {
        parameters: image.kind === 'parameter' ? { [image.name]: IMAGE_ID } : {},
        architectures: { [image.kind === 'ami' ? image.id : IMAGE_ID]: architecture },
      };
      const account = await startAccount({
        accountId: environment.account ?? ACCOUNT_ID,
        region,
        addressPool: ADDRESS_POOL,
        fleet: world.fleet,
        publicParameters: offered.parameters,
        images: offered.architectures,
        models: images.models,
        // With AWS's own key everybody in the account may attach a volume; CloudFormation tries a refused write again.
        ...(options.lenient === true
          ? { parametersAtOnce: Infinity }
          : { ebsDefaultKey: `arn:aws:kms:${region}:${environment.account ?? ACCOUNT_ID}:key/${EBS_KEY}` }),
        lambdaLaunch: world.lambdaLaunch,
        resolveA: world.resolveA,
        onDnsChange: world.onDnsChange,
        ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
      });
      const stand = new Stand(account, world, options, offered);
      stand.layNetwork();
      await stand.openZones();
      return stand;
    } catch (error) {
      await world.destroy();
      throw error;
    }
  }

  /** A given zone was there before Kitte, and its parent knows it; a created one is delegated by its person later. */
  private async openZones(): Promise<void> {
    const zones = zonesOf(this.options.environment);
    const there = new Map<string, Extract<HostedZone, { kind: 'given' }>>();
    for (const zone of zones) {
      const parent = parentOf(zone);
      const its = parent === undefined ? zone : ({ kind: 'given', ...parent } as const);
      if (its.kind === 'given') there.set(its.id, its);
      else if (its.kind === 'elsewhere') this.openElsewhere(its.name);
    }
    for (const { id, name, role } of there.values())
      (role === undefined ? this.account : this.reachedBy(role)).addHostedZone({ id, name });
    await this.world.attach(this.account);
    const known = zones.filter((zone) => isDelegated(zone) && parentOf(zone) === undefined);
    for (const { name } of [...there.values(), ...known]) await this.world.delegate(name, true);
  }

  /** The account of a role, as its owner has made it: what the role may do is for `docs/zones.md` to say. */
  private reachedBy(role: string): OtherAccount {
    const [, , , , owner = '', resource = ''] = role.split(':');
    const account = this.account.addAccount(owner);
    const allow = (statement: object) => ({ Statement: [{ Effect: 'Allow', ...statement }] });
    account.addRole({
      name: resource.split('/').at(-1) ?? '',
      trust: allow({ Action: 'sts:AssumeRole', Principal: { AWS: this.account.env['CDK_DEFAULT_ACCOUNT'] } }),
      policy: allow({ Action: 'route53:*', Resource: '*' }),
    });
    return account;
  }

  /** DNS of another provider. */
  private openElsewhere(name: string): void {
    const id = `Z${createHash('sha256').update(name).digest('hex').slice(0, 20).toUpperCase()}`;
    this.account.addAccount(ELSEWHERE).addHostedZone({ id, name });
  }

  /** The same for a domain that the config gets later. */
  async addElsewhere(name: string): Promise<void> {
    this.openElsewhere(name);
    await this.world.onDnsChange();
    await this.world.delegate(name, true);
  }

  /** What a person enters there. */
  async enter(name: string, records: readonly Entered[]): Promise<void> {
    const provider = this.account.addAccount(ELSEWHERE);
    const zone = provider.zones().find((each) => each.name === name);
    if (zone === undefined) throw new Error(`No DNS elsewhere has ${name}.`);
    for (const { type, ttl, values, ...record } of records)
      provider.change(zone.id, 'UPSERT', {
        ...{ name: record.name, type, ttl, values: values.map(route53Value) },
      });
    await this.world.onDnsChange();
  }

  /** A domain that the config gets later: its zone is there, and delegated. */
  async addZone(zone: { readonly id: string; readonly name: string }): Promise<void> {
    this.account.addHostedZone(zone);
    await this.world.onDnsChange();
    await this.world.delegate(zone.name, true);
  }

  /** A given VPC was there before Kitte too. */
  private layNetwork(): void {
    const { vpc } = this.options.environment;
    if (vpc.kind === 'given') this.account.addNetwork(vpc);
  }

  /** Debian has released another image: who asks the public parameter gets this one from now on. */
  releaseImage(id: string): void {
    const { image, architecture } = this.options.environment.machine;
    if (image.kind !== 'parameter')
      throw new Error(`The config names the image ${image.id}, so no other is asked for.`);
    this.offered.parameters[image.name] = id;
    this.offered.architectures[id] = architecture;
  }

  /** The project's own CDK CLI against the account. */
  cdk(args: readonly string[], onLine?: (line: string) => void, cwd?: string): Promise<CdkRun> {
    return runCdk(
      {
        ...(cwd === undefined ? {} : { cwd }),
        projectDirectory: this.options.projectDirectory,
        env: {
          // The CLI and the app run on the Node that runs this.
          PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
          HOME: process.env['HOME'] ?? '/root',
          // The CLI remembers which account a key belongs to: not in the home of the person at the keyboard.
          CDK_HOME: join(this.world.directory, 'cdk-home'),
          ...this.account.env,
        },
        logFile: this.log('cdk'),
        ...(onLine === undefined ? {} : { onLine }),
        ...(this.options.signal === undefined ? {} : { signal: this.options.signal }),
      },
      // Two rehearsals of one project may run beside each other: the CLI locks the directory of its templates.
      args.includes('--app') ? args : [...args, '--output', this.templates],
    );
  }

  /** Templates and assets as the CLI made them. */
  get templates(): string {
    return join(this.world.directory, 'cdk.out');
  }

  log(name: string): string {
    return join(this.world.directory, `${name}.log`);
  }

  async tearDown(): Promise<void> {
    await this.account.close();
    await this.world.destroy();
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isWithin } from '../../../config/within';
import type { Account } from '../../../local-aws/fleet';
import { layout } from '../layout';
import type { Namespaces } from '../namespaces';
import type { Services } from '../services';
import { until } from '../shell';
import { Knot } from './knot';
import { resolverConfig, rootServers } from './resolver';
import { parentServer, parentZones } from './tree';
import type { ZoneContent, ZoneRecord } from './zone-text';

type AccountZone = ReturnType<Account['zones']>[number];

const WRONG_DS = `1 13 2 ${'0'.repeat(64)}`;

/** Of an account's zone: as with Route 53's signing and its DS record at the registrar, or with the DS record of another key. */
export type Vouched = 'signed' | 'bogus';

/** All of the world's DNS: the root, the top level domains, the account's hosted zones and the resolver. */
export class Dns {
  private readonly root: Knot;
  private readonly parents: Knot;
  private readonly zones: Knot;
  private readonly delegated = new Map<string, boolean>();
  private servers: Record<string, string> = {};
  private account: Account | undefined;
  private running: Promise<void> = Promise.resolve();
  private published: readonly ZoneRecord[] = [];
  private torn = false;
  private gone = false;
  private readonly vouched = new Map<string, Vouched>();
  /** Trust anchor of the local root, as a DNSKEY and as a DS record. */
  anchor = { key: '', ds: '' };

  constructor(
    private readonly namespaces: Namespaces,
    private readonly services: Services,
    private readonly world: {
      hosts: Record<string, string>;
      records: readonly ZoneRecord[];
      /** What names of the account's zones had before; a set of the account's own takes its place. */
      there: readonly ZoneRecord[];
    },
  ) {
    const knot = (name: string, listen: string[], nameServer: string) =>
      new Knot(services, { name, host: 'dns', listen, nameServer });
    // Bound late: the root's addresses are the image's hints.
    this.root = knot('root', ['0.0.0.0'], 'a.root-servers.net');
    this.parents = knot('parents', [layout.parents], parentServer);
    this.zones = knot('zones', [layout.zones], 'ns.zones.example');
  }

  async start(): Promise<void> {
    const hints = await readFile(join(this.services.root, 'usr/share/dns/root.hints'), 'utf8');
    this.servers = rootServers(hints);
    await this.namespaces.addHost('dns', layout.parents);
    await this.namespaces.ip('dns', 'addr', 'add', `${layout.zones}/24`, 'dev', 'eth0');
    for (const address of Object.values(this.servers)) {
      await this.namespaces.ip('dns', 'addr', 'add', `${address}/32`, 'dev', 'lo');
      await this.namespaces.ip('router', 'route', 'add', `${address}/32`, 'via', layout.parents);
    }
    const { root, topLevels } = this.tree();
    this.root.listenOn(Object.values(this.servers));
    await Promise.all([this.parents.start(topLevels), this.zones.start([])]);
    await this.root.start([await this.vouching(root, topLevels)]);
    await this.readAnchor();
    await this.services.write('/srv/root.key', `${this.anchor.key}\n`);
    await this.services.write('/srv/unbound.conf', resolverConfig());
    this.services.start('router', 'resolver', ['unbound', '-d', '-c', '/srv/unbound.conf']);
    await until('the resolver', 30_000, async () =>
      (await this.lookup('.', 'NS')).length > 0 ? true : undefined,
    );
  }

  attach(account: Account): void {
    this.account = account;
  }

  /** Whether the parent knows the zone. One that Kitte creates is not found until its owner tells the registrar. */
  async delegate(zone: string, delegated: boolean): Promise<void> {
    this.delegated.set(zone, delegated);
    await this.refresh();
  }

  /** Serves what the account has now; resolves once the servers answer with it. Calls queue. */
  refresh(): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.serve());
    return this.running;
  }

  /** Records of the receiving side beside the world's own, such as a TLSA; these and no others. */
  publish(records: readonly ZoneRecord[]): Promise<void> {
    this.published = records;
    return this.refresh();
  }

  /** The root vouches for another key of `net` than the one that signs: every validating resolver answers SERVFAIL. */
  tear(torn: boolean): Promise<void> {
    this.torn = torn;
    return this.refresh();
  }

  /** Whoever took mail of the account's zones before has gone, or is there again. */
  leave(gone: boolean): Promise<void> {
    this.gone = gone;
    return this.refresh();
  }

  /** What the parent of an account's zone vouches for; undefined as it was: for nothing. */
  vouch(zone: string, how: Vouched | undefined): Promise<void> {
    if (how === undefined) this.vouched.delete(zone);
    else this.vouched.set(zone, how);
    return this.refresh();
  }

  /** Looks up as a host of the internet does. */
  async lookup(name: string, type: string): Promise<string[]> {
    const stdout = await this.ask('+short', name, type);
    return stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith(';'));
  }

  /** The same for several names in one go: the values by name. */
  async lookups(questions: readonly (readonly [name: string, type: string])[]): Promise<string[][]> {
    const stdout = await this.ask('+noall', '+answer', '+noclass', '+nottl', ...questions.flat());
    const found = stdout.split('\n').flatMap((line) => {
      const [, name = '', type, value = ''] = /^(\S+)\.\s+([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return type === undefined ? [] : [{ name: name.toLowerCase(), type, value }];
    });
    return questions.map(([name, type]) =>
      found
        .filter((each) => each.name === name.toLowerCase() && each.type === type)
        .map(({ value }) => value),
    );
  }

  private async ask(...question: readonly string[]): Promise<string> {
    const argv = ['kdig', '+noidn', '+timeout=2', '+retry=0', `@${layout.router}`, ...question];
    return (await this.services.exec('router', argv)).stdout;
  }

  private async serve(): Promise<void> {
    // A zone has its key once it is served.
    await this.zones.serve(this.hostedZones());
    const { root, topLevels } = this.tree(await this.vouchers());
    await this.parents.serve(topLevels);
    await this.root.serve([await this.vouching(root, topLevels)]);
  }

  /** The root with a DS record for each top level domain. */
  private async vouching(root: ZoneContent, topLevels: readonly ZoneContent[]): Promise<ZoneContent> {
    const signed = await Promise.all(
      topLevels.map(async ({ name }) => ({
        name,
        type: 'DS',
        ttl: 60,
        values: [this.torn && name === 'net' ? WRONG_DS : await this.parents.ds(name)],
      })),
    );
    return { ...root, records: [...root.records, ...signed] };
  }

  /** DS records of the account's zones. They have none unless it is asked for, as on Route 53. */
  private vouchers(): Promise<ZoneRecord[]> {
    return Promise.all(
      [...this.vouched].map(async ([name, how]) => ({
        name,
        type: 'DS',
        ttl: 60,
        values: [how === 'bogus' ? WRONG_DS : await this.zones.ds(name)],
      })),
    );
  }

  /** Two hosted zones may share a name, as on Route 53; the delegated world sees the last. */
  private hostedZones(): ZoneContent[] {
    const all = this.account?.allZones() ?? [];
    const zones = all.filter(({ name }) => this.isFound(bare(name), all));
    return [
      ...new Map(zones.map(({ name, records }) => [bare(name), { name: bare(name), records }])).values(),
    ].map(({ name, records }) => ({
      name,
      signed: this.vouched.has(name),
      records: this.withThere(
        name,
        records.map((record) => ({ ...record, name: bare(record.name) })),
      ),
    }));
  }

  /** A zone below another one of the account is found only where that one hands it on, or else somebody above both. */
  private isFound(name: string, all: readonly AccountZone[]): boolean {
    const above = all.filter((zone) => bare(zone.name) !== name && isWithin(name, bare(zone.name)));
    return (
      above.length === 0 ||
      this.delegated.get(name) === true ||
      above.some(({ records }) => records.some((each) => each.type === 'NS' && bare(each.name) === name))
    );
  }

  private withThere(zone: string, records: readonly ZoneRecord[]): ZoneRecord[] {
    const free = (this.gone ? [] : this.world.there).filter(
      ({ name, type }) =>
        isWithin(name, zone) &&
        !records.some((record) => record.name === name && [type, 'CNAME'].includes(record.type)),
    );
    return [...records, ...free];
  }

  private tree(vouchers: readonly ZoneRecord[] = []) {
    const zones = this.account?.allZones() ?? [];
    return parentZones({
      ...this.world,
      records: [...this.world.records, ...this.published, ...vouchers],
      zones: zones.map(({ name }) => bare(name)),
      delegations: zones
        .filter(({ name }) => this.delegated.get(bare(name)) === true)
        .map(({ name, nameServers }) => ({ name: bare(name), nameServers })),
      reverse: this.account?.reverseNames() ?? new Map<string, string>(),
      zonesAddress: layout.zones,
      parentsAddress: layout.parents,
      rootServers: this.servers,
    });
  }

  private async readAnchor(): Promise<void> {
    const server = String(Object.values(this.servers)[0]);
    const argv = ['kdig', '+noidn', '+short', `@${server}`, '.', 'DNSKEY'];
    const { stdout } = await this.services.exec('dns', argv);
    const key = stdout.split('\n').find((line) => line.startsWith('257 '));
    if (key === undefined) throw new Error(`The local root answers no key-signing key but: ${stdout}`);
    this.anchor = { key: `. 172800 IN DNSKEY ${key}`, ds: `. IN DS ${await this.root.ds('')}` };
  }
}

function bare(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}

import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { FAR_END } from '../../config/far-end';
import type { Account } from '../../local-aws/fleet';
import { Client } from './client/client';
import { Dns } from './dns/dns';
import { Authority, readPem, trusted } from './gateway/authority';
import { gatewayNames, type GatewayConfig } from './gateway/config';
import { CERTIFICATE_DAYS, pebblePort, startPebble } from './gateway/pebble';
import {
  bareDomain,
  bareHost,
  clientHost,
  layout,
  pickyDomain,
  pickyHost,
  receiverDomain,
  receiverHost,
  strictDomain,
  strictHost,
  wiretapDomain,
} from './layout';
import type { Trust } from './machines/disk';
import { DebianHost } from './debian-host';
import { ContainerFleet } from './machines/fleet';
import { heldPackages } from './machines/held-packages';
import { Namespaces } from './namespaces';
import { nodeProgram } from './node-program';
import { Receiver } from './receiver/receiver';
import { Strict } from './receiver/strict';
import { Services } from './services';
import { run, start, until } from './shell';
import { destroyLeftovers, removeRun, type RunState } from './teardown';
import { writeWhole } from './whole-file';
import type { World, WorldOptions } from './world';

export type { World, WorldOptions } from './world';
export { destroyLeftovers } from './teardown';

/** Lays out the world and resolves when all of it answers. A failure on the way removes what was there already. */
export async function createWorld(options: WorldOptions): Promise<World> {
  await destroyLeftovers(options.runs);
  const runId = randomBytes(3).toString('hex');
  const directory = join(options.runs, runId);
  await mkdir(directory, { recursive: true });
  const state: RunState = { runId, owner: process.pid };
  await writeFile(join(directory, 'state.json'), JSON.stringify(state));
  try {
    return await layOut(options, runId, directory);
  } catch (error) {
    await removeRun(runId, directory);
    throw error;
  }
}

async function layOut(options: WorldOptions, runId: string, directory: string): Promise<World> {
  const namespaces = new Namespaces(runId);
  const services = new Services(namespaces, options.images.services, directory);
  const authority = new Authority(join(directory, 'tls'));
  const authorities = join(directory, 'authorities.pem');
  const acme = new URL(options.acmeDirectoryUrl);
  const accountSocket = join(directory, 'account.sock');
  const disturbances = join(directory, 'disturbances.json');
  let trust: Trust = { authorities: [], rootKey: '', rootDs: '' };
  const fleet = new ContainerFleet(
    namespaces,
    options.images.machine,
    directory,
    () => trust,
    options.packagesHeldS === undefined ? {} : heldPackages(options.packagesHeldS),
  );
  const dns = new Dns(namespaces, services, worldNames(options, acme.hostname));
  const receiver = new Receiver(namespaces, services, options.others.taken);
  const strictly = new DebianHost(
    namespaces,
    services.of('strict', options.images.strict),
    'strict',
    layout.strict,
  );
  const strict = new Strict(strictly);
  const client = new Client(namespaces, directory, authorities);

  await writeFile(join(directory, 'resolv.conf'), `nameserver ${layout.router}\n`);
  await writeFile(join(directory, 'hosts'), '127.0.0.1 localhost\n');
  await Promise.all([services.mount(), authority.create(), namespaces.addRouter()]);
  await services.write('/etc/resolv.conf', `nameserver ${layout.router}\n`);
  // knotd looks up the name of its host at its start, when there is no resolver yet.
  await services.write('/etc/hosts', `127.0.0.1 localhost ${hostname()}\n`);
  await namespaces.addHost('gateway', layout.gateway);
  const addressed = receiver.address();
  // rspamd takes longer than all the rest, and nobody writes to it before the deploy is done.
  const receiving = allDone([
    addressed.then(() => receiver.start(authority)),
    strictly
      .create([])
      .then(() => authority.certify(strictHost, { from: -1, to: CERTIFICATE_DAYS }))
      .then((certified) => strict.start(certified)),
  ]).then(() => undefined);
  receiving.catch(() => undefined);
  const [, root] = await allDone([
    dns.start(),
    startPebble(services, authority, options.certificateDays ?? CERTIFICATE_DAYS),
    startGateway(),
    addressed,
    client.start(),
    namespaces.addHost('lambda', layout.lambda),
    fleet.startMetadata(layout.metadata),
  ]);
  const local = await readPem(authority.certificate);
  await writeFile(authorities, local + root);
  trust = {
    authorities: [await trusted('kitte-local', local), await trusted('kitte-acme', root)],
    rootKey: dns.anchor.key,
    rootDs: dns.anchor.ds,
  };

  async function startGateway(): Promise<void> {
    const hosts = [acme.hostname, ...options.images.mirrorHosts];
    const config: GatewayConfig = {
      address: layout.gateway,
      tls: await authority.issue('gateway', gatewayNames(options.region, hosts)),
      accountSocket,
      disturbances,
      mirror: options.images.mirror,
      mirrorHosts: options.images.mirrorHosts,
      acme: { host: acme.hostname, path: acme.pathname, port: pebblePort },
    };
    const file = join(directory, 'gateway.json');
    await writeFile(file, JSON.stringify(config));
    const node = nodeProgram(directory, join(__dirname, 'gateway', 'server.ts'));
    start([...namespaces.enter('gateway', directory), ...node, file], join(directory, 'gateway.log'));
    const listing = ['nsenter', `--net=${namespaces.path('gateway')}`, 'ss', '-Hltn'];
    await until('the gateway', 30_000, async () =>
      (await run(listing)).stdout.includes(`${layout.gateway}:443`) ? true : undefined,
    );
  }

  let destroyed: Promise<void> | undefined;
  return {
    runId,
    directory,
    fleet,
    receiver,
    strict,
    client,
    dns,
    lambdaLaunch: (argv, env) => {
      // There it finds AWS by its own names.
      const rest = Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'AWS_ENDPOINT_URL'));
      return {
        argv: [...namespaces.enter('lambda', directory), ...argv],
        env: { ...rest, NODE_EXTRA_CA_CERTS: authorities },
      };
    },
    resolveA: (name) => dns.lookup(name, 'A'),
    onDnsChange: () => dns.refresh(),
    attach: async (account: Account) => {
      dns.attach(account);
      await account.listenOn(accountSocket);
      await dns.refresh();
    },
    delegate: (zone, delegated) => dns.delegate(zone, delegated),
    cutPower: (id) => fleet.cutPower(id),
    limitMemory: (id, bytes) => fleet.limitMemory(id, bytes),
    memoryUse: (id) => fleet.memoryUse(id),
    disturb: (list) => writeWhole(disturbances, JSON.stringify(list)),
    certify: (name, validity) => authority.certify(name, validity),
    blockPort25: (blocked) => fleet.blockPort25(blocked),
    lookup: (name, type) => dns.lookup(name, type),
    addHost: async (name, address, layers) => {
      const host = new DebianHost(namespaces, services.of(name, layers), name, address);
      await host.create(trust.authorities);
      return host;
    },
    exec: (id, argv, input) => fleet.exec(id, argv, input),
    journal: (id) => fleet.journal(id),
    machines: () => fleet.everyId(),
    console: (id) => fleet.console(id),
    describe: () => [
      ...['router', 'dns', 'gateway', 'receiver', 'strict', 'client', 'lambda'].map(
        (host) => `${host}: nsenter --net=${namespaces.path(host)}`,
      ),
      ...fleet.ids().map((id) => `${id}: nsenter --all --target=${String(fleet.leader(id))}`),
      `files and logs: ${directory}`,
    ],
    receiverReady: () => receiving,
    destroy: () =>
      (destroyed ??= Promise.allSettled([fleet.close(), receiving]).then(() => removeRun(runId, directory))),
  };
}

/** Like Promise.all, but fails only when nobody works any more: a tear-down must not race a build-up. */
async function allDone<T extends readonly unknown[]>(
  work: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** Names that lead to the world's own hosts, and the records of the receiving domain. */
function worldNames(options: WorldOptions, acmeHost: string) {
  const gateways = [
    ...['*.amazonaws.com', `*.${options.region}.amazonaws.com`, `*.s3.${options.region}.amazonaws.com`],
    ...[acmeHost, ...options.images.mirrorHosts],
  ];
  const hosts = Object.fromEntries(gateways.map((name) => [name, layout.gateway]));
  const ttl = 60;
  return {
    hosts: {
      ...hosts,
      [receiverHost]: layout.receiver,
      [strictHost]: layout.strict,
      [bareHost]: layout.bare,
      [pickyHost]: layout.picky,
      // Whose port 25 the machine tries by itself.
      [FAR_END]: layout.receiver,
      [clientHost]: layout.client,
      ...Object.fromEntries(options.others.exchangers.map((name) => [name, layout.receiver])),
      // Without an MX record mail goes to the address (RFC 5321 section 5.1).
      [wiretapDomain]: layout.wiretap,
    },
    records: [
      { name: receiverDomain, type: 'MX', ttl, values: [`10 ${receiverHost}.`] },
      { name: strictDomain, type: 'MX', ttl, values: [`10 ${strictHost}.`] },
      { name: pickyDomain, type: 'MX', ttl, values: [`10 ${pickyHost}.`] },
      { name: bareDomain, type: 'MX', ttl, values: [`10 ${bareHost}.`] },
      { name: '25.100.51.198.in-addr.arpa', type: 'PTR', ttl, values: [`${receiverHost}.`] },
      { name: '10.100.51.198.in-addr.arpa', type: 'PTR', ttl, values: [`${clientHost}.`] },
    ],
    there: options.others.answered.map((name) => ({
      ...{ name, type: 'MX', ttl, values: [`10 ${receiverHost}.`] },
    })),
  };
}

import type { Rehearsal } from '../rehearse';
import type { Sender } from '../judge/delivery';
import { bareDomain, layout, receiverDomain, strictDomain } from '../world/layout';
import type { DebianHost } from '../world/debian-host';
import { doors } from '../world/receiver/doors';
import { led } from '../world/receiver/receiver';
import type { Strict } from '../world/receiver/strict';
import type { World } from '../world';
import type { Rooms } from '../image/rooms';
import type { Submission } from '../../users/submission';
import { RELAYS, RECEIVERS, type Case, type Given, type ReceiverName, type Relay } from './case';
import { detour, Tap } from './tap/tap';

const DOMAINS: Readonly<Record<ReceiverName, string>> = {
  plain: receiverDomain,
  strict: strictDomain,
  bare: bareDomain,
};

/** The login with addresses of its own, and the one with the whole domain. */
export const LOGINS = { app: 'app', web: 'web' } as const;
/** Whose mail a whole-domain login hands on: those that rewrite no From header. */
const WHOLE: readonly Relay[] = ['opensmtpd', 'dma', 'nullmailer'];
const PORT = 465;
/** A satellite each, and one for all other programs. */
const HOSTS = ['programs', ...RELAYS] as const;
type HostName = (typeof HOSTS)[number];

/** Where messages are sent: the deployed server, hosts that send, three receivers, and the tap between. */
export class Ground {
  private readonly hosts = new Map<HostName, Promise<DebianHost>>();

  private constructor(
    readonly rehearsal: Rehearsal,
    private readonly rooms: Rooms,
    readonly tap: Tap,
  ) {}

  static async lay(rehearsal: Rehearsal, rooms: Rooms): Promise<Ground> {
    const { world } = rehearsal.stand;
    const tap = await Tap.open(world, rehearsal.sender().environment.hostName, PORT);
    await world.receiver.firewall(led(layout.bare, doors.bare.port));
    return new Ground(rehearsal, rooms, tap);
  }

  /** Laid when it is first asked for: not every message needs all of them. */
  host(name: HostName): Promise<DebianHost> {
    const host = this.hosts.get(name) ?? this.layHost(name);
    this.hosts.set(name, host);
    return host;
  }

  private async layHost(name: HostName): Promise<DebianHost> {
    const address = `198.51.100.${String(30 + HOSTS.indexOf(name))}`;
    const host = await this.world.addHost(name, address, this.rooms[name] ?? this.rooms['ground'] ?? []);
    await host.write('/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 web1.example.com web1\n`);
    await host.firewall(detour(this.rehearsal.address(), PORT));
    return host;
  }

  get world(): World {
    return this.rehearsal.stand.world;
  }

  get strict(): Strict {
    return this.world.strict;
  }

  get instance(): string {
    return this.rehearsal.stand.account.instances()[0]?.id ?? 'none';
  }

  sender(login: string): Sender {
    return this.rehearsal.sender(login);
  }

  /** What a case is told. */
  given({ id, from, receivers = RECEIVERS, also = [] }: Case): Given {
    const to = receivers.map((name) => `${id}@${DOMAINS[name]}`);
    return { id, from: from ?? 'app@example.com', to: [...to, ...also] };
  }

  /** As `kitte users show --with-password` has it. */
  settings(relay?: Relay): Submission {
    const login = relay !== undefined && WHOLE.includes(relay) ? LOGINS.web : LOGINS.app;
    const { environment, password } = this.sender(login);
    const senders = environment.users.find((user) => user.login === login)?.senders ?? [];
    return {
      ...{ host: environment.hostName, port: PORT, login, password, senders, domain: environment.domain },
      from: login === LOGINS.web ? `postmaster@${environment.domain}` : `app@${environment.domain}`,
      whole: login === LOGINS.web,
      fetch: '',
    };
  }

  /** A script for sh(1) on the deployed machine. */
  async machine(script: string, input?: string): Promise<string> {
    return (await this.world.exec(this.instance, ['sh', '-ec', script], input)).stdout;
  }
}

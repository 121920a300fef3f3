import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import { layout, receiverHost } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { deployed, type Deployed, ZONE_ID } from '../../../deployed';
import { laptopEnv, onLaptop, program } from '../../laptop';
import { rowsOf, wrong } from './doctor';
import { CONSENT } from './faults/vouched';
import { Hands } from './hands';
import { movement, stillness } from './stillness';

const REPORTS = 'reports.example.net';

/** The server that most faults are planted in: it takes the domain's own mail. */
const OWN = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  mx: true,
  dmarc: { rua: [`mailto:d@${REPORTS}`] },
};
/** Another: what is returned comes to it, and others take the mail of the From domain. */
export const BESIDE = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  envelopeDomain: 'bounce.example.com',
};

/** One good server, what breaks it, and a doctor who looks at it from the laptop. */
export class Patient {
  private readonly message: string;
  private readonly shell: string;
  private source = '';
  private reached: Hands | undefined;

  private constructor(readonly server: Deployed) {
    this.message = join(server.directory, 'arrived.eml');
    this.shell = join(server.directory, 'shell');
  }

  /** Is there before the first test of the file, and whole again after the last. */
  static admit(config: object = OWN): Patient {
    // Before the server is looked at or taken down: hooks run in the order in which they are written.
    afterAll(() => patient.end(), 60_000);
    const patient: Patient = new Patient(deployed(config, { judged: true, world: { certificateDays: 6 } }));
    beforeAll(() => patient.begin(), 120_000);
    beforeEach(() => patient.says());
    return patient;
  }

  get hands(): Hands {
    if (this.reached === undefined) throw new Error('The patient is not there yet.');
    return this.reached;
  }

  /** The message that the doctor is given: as it arrived, or changed. */
  says(change: (source: string) => string = (source) => source): void {
    writeFileSync(this.message, change(this.source), 'latin1');
  }

  run(...args: string[]) {
    return onLaptop(this.server.rehearsal.stand, this.argv(args));
  }

  /** Every look there is; without the message the machine signs one for it. */
  whole({ message = true }: { message?: boolean } = {}) {
    const given = message ? ['--message', this.message] : [];
    return this.run('--json', '--login', ...given, '--shell', this.shell, '--far-end', receiverHost);
  }

  /** Runs it there until it has looked so often, then presses Ctrl-C. */
  watched(args: readonly string[], looks: number): Promise<{ code: number | null; lines: string[] }> {
    const { world, account } = this.server.rehearsal.stand;
    const argv = [process.execPath, program, ...this.argv(args)];
    const child = world.client.spawn(argv, laptopEnv(account.env));
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').length > looks) child.kill('SIGINT');
    });
    return new Promise((resolve) =>
      child.once('close', (code) => resolve({ code, lines: text.trim().split('\n') })),
    );
  }

  private argv(args: readonly string[]): string[] {
    return ['doctor', '--config', this.server.config, '--resolver', layout.router, ...args];
  }

  private async begin(): Promise<void> {
    const { world, account } = this.server.rehearsal.stand;
    const machine = account.instances()[0]?.id ?? 'none';
    this.source = (await world.receiver.messages())[0]?.source ?? '';
    const enter = world.describe().find((line) => line.startsWith(`${machine}: `)) ?? '';
    writeFileSync(this.shell, `#!/bin/sh\nexec ${enter.slice(machine.length + 2)} sh -c "$1"\n`, {
      mode: 0o755,
    });
    this.reached = new Hands({
      sdk: account.sdk,
      zoneId: ZONE_ID,
      exec: (argv, input) => world.exec(machine, argv, input),
      blockPort25: (blocked) => world.blockPort25(blocked),
      delegate: (zone, delegated) => world.delegate(zone, delegated),
      vouch: async (zone, how) => {
        await world.dns.vouch(zone, how);
        if (how === 'bogus') return;
        await until(`${zone} to be found`, 90_000, async () =>
          (await world.lookup(zone, 'SOA')).length > 0 ? true : undefined,
        );
      },
      leave: (gone) => world.dns.leave(gone),
      good: async (seen) => {
        await until(`the doctor to see ${String(seen)} and nothing wrong`, 60_000, async () => {
          const rows = rowsOf((await this.whole()).stdout);
          return wrong(rows).length === 0 && rows.some((row) => seen.test(row.seen)) ? true : undefined;
        });
      },
      authority: async () => {
        const read = (name: string) => readFile(join(world.directory, 'tls', name), 'utf8');
        return (await read('ca.key')) + (await read('ca.pem'));
      },
      abroad: (zone, entries) => this.abroad(zone, entries),
    });
    await this.abroad(REPORTS, CONSENT);
    await this.hands.shell(`${stillness('true')}; systemctl start kitte-sync.service`);
  }

  private async end(): Promise<void> {
    await this.reached?.shell(movement);
  }

  /** Somebody else's zone: exactly these names. */
  private async abroad(zone: string, entries: Readonly<Record<string, string>>): Promise<void> {
    const { world, account } = this.server.rehearsal.stand;
    const id = `Z${zone.replace(/\W/g, '').toUpperCase()}`;
    if (account.zones().every((each) => each.id !== id)) account.addHostedZone({ id, name: zone });
    const existing = account.zones().find((each) => each.id === id)?.records ?? [];
    const gone = existing.filter(
      ({ name, type }) => (type === 'A' || type === 'TXT') && !(name.slice(0, -zone.length - 1) in entries),
    );
    const set = (name: string, value: string) => ({
      Name: `${name}.`,
      Type: value.startsWith('"') ? ('TXT' as const) : ('A' as const),
      TTL: 60,
      ResourceRecords: [{ Value: value }],
    });
    const Changes = [
      ...gone.map(({ name, values }) => ({
        Action: 'DELETE' as const,
        ResourceRecordSet: set(name, values[0] ?? ''),
      })),
      ...Object.entries(entries).map(([name, value]) => ({
        Action: 'UPSERT' as const,
        ResourceRecordSet: set(`${name}.${zone}`, value),
      })),
    ];
    const route53 = new Route53Client(account.sdk);
    await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: id, ChangeBatch: { Changes } }));
    await world.delegate(zone, true);
  }
}

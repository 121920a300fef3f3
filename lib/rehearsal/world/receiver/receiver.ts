import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPem, type Authority } from '../gateway/authority';
import { layout, receiverHost } from '../layout';
import type { Namespaces } from '../namespaces';
import type { Services } from '../services';
import { run, until } from '../shell';
import { receiverFiles, SPF_POLICY } from './config';
import { doors } from './doors';
import { verdictsOf, type Verdicts } from './verdicts';

export interface ReceivedMessage {
  readonly file: string;
  /** As delivered, with the receiver's headers. */
  readonly source: string;
  readonly verdicts: Verdicts;
}

const CHAIN = '/srv/receiver/tls.pem';

/** A mail server that nobody here wrote: Postfix, with rspamd to judge. */
export class Receiver {
  private readonly read = new Map<string, ReceivedMessage>();

  constructor(
    private readonly namespaces: Namespaces,
    private readonly services: Services,
    /** Domains whose mail it takes beside its own. */
    private readonly taken: readonly string[],
  ) {}

  async address(): Promise<void> {
    await this.namespaces.addHost('receiver', layout.receiver);
    await this.namespaces.addAddresses('receiver', [layout.bare, layout.picky]);
  }

  async start(authority: Authority): Promise<void> {
    const { key, certificate } = await authority.issue('receiver', [receiverHost]);
    const files = receiverFiles(this.taken);
    await Promise.all(Object.entries(files).map(([path, text]) => this.services.write(path, text)));
    await this.services.write(SPF_POLICY, await readFile(join(__dirname, 'spf-policy.py'), 'utf8'));
    await this.firewall(led(layout.picky, doors.picky.port));
    await this.services.write('/srv/receiver/tls.key', await readPem(key));
    await this.services.write(CHAIN, await readPem(certificate));
    await this.services.write('/srv/mail/.keep', '');
    await run(['chown', '-R', '5000:5000', join(this.services.root, 'srv/mail')]);
    await run([
      'install',
      '-d',
      '-m',
      '1777',
      join(this.services.root, 'tmp'),
      join(this.services.root, 'run/rspamd'),
    ]);
    const judge = ['rspamd', '-f', '-u', '_rspamd', '-g', '_rspamd', '-c', '/etc/rspamd/rspamd.conf'];
    this.services.start('receiver', 'rspamd', judge);
    this.services.start('receiver', 'postfix', ['postfix', 'start-fg']);
    await this.listens([25, 11332]);
  }

  async messages(): Promise<ReceivedMessage[]> {
    const folder = join(this.services.root, 'srv/mail/inbox/new');
    const files = await readdir(folder).catch(() => [] as string[]);
    // A maildir's file never changes.
    const fresh = files.filter((file) => !this.read.has(file));
    await Promise.all(
      fresh.map(async (file) => {
        const source = await readFile(join(folder, file), 'latin1');
        this.read.set(file, { file, source, verdicts: verdictsOf(source, receiverHost) });
      }),
    );
    return files.sort().flatMap((file) => this.read.get(file) ?? []);
  }

  waitFor(predicate: (message: ReceivedMessage) => boolean, deadlineMs: number): Promise<ReceivedMessage> {
    return until('a message at the receiver', deadlineMs, async () =>
      (await this.messages()).find(predicate),
    );
  }

  /** The JSON that Debian's own verifiers say of a message, on this host with its resolver. */
  async verifiers(source: string, client: { ip: string; helo: string; sender: string }): Promise<string> {
    const program = await readFile(join(__dirname, 'debian-verifiers.py'), 'utf8');
    const argv = ['python3', '-c', program, client.ip, client.helo, client.sender];
    const message = Buffer.from(source, 'latin1').toString('base64');
    return (await this.services.exec('receiver', argv, message)).stdout;
  }

  /** Another daemon of its Debian on its host, until it is ended. */
  daemon(name: string, argv: readonly string[]): ChildProcess {
    return this.services.start('receiver', name, argv);
  }

  /** The certificate that it serves, in PEM. */
  certificate(): Promise<string> {
    return readFile(join(this.services.root, CHAIN), 'utf8');
  }

  async listens(ports: readonly number[]): Promise<void> {
    await until(`the receiver to listen on ${ports.join(' and ')}`, 60_000, async () => {
      const enter = ['nsenter', `--net=${this.namespaces.path('receiver')}`];
      const { stdout } = await run([...enter, 'ss', '-Hltn']);
      return ports.every((port) => stdout.includes(`:${String(port)} `)) ? true : undefined;
    });
  }

  /** The rules of its host's own firewall, a file for nft(8). */
  async firewall(rules: string): Promise<void> {
    await run(['nsenter', `--net=${this.namespaces.path('receiver')}`, 'nft', '-f', '-'], rules);
  }

  /** Postfix's own account of what came and went. */
  log(): Promise<string> {
    return readFile(join(this.services.root, 'var/log/receiver.log'), 'utf8');
  }
}

/** Rules for nft(8): who comes to port 25 of this address finds another. */
export function led(address: string, port: number): string {
  return [
    `table ip to${String(port)} {`,
    '  chain prerouting {',
    '    type nat hook prerouting priority -100;',
    `    ip daddr ${address} tcp dport 25 redirect to :${String(port)}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

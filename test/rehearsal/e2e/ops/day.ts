import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../../../lib/cli/cache-directory';
import { loadConfig } from '../../../../lib/config/load';
import { demandPrerequisites, thisHost } from '../../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../../lib/rehearsal/rehearse';
import { receiverHost } from '../../../../lib/rehearsal/world/layout';
import { conversed, inTerminal, type Keys } from '../../../terminal';
import { type Key, laptopEnv, onLaptop, program } from '../laptop';
import { operatorKey } from '../operator';

export const ROOT = resolve(__dirname, '../../../..');
export const SETTINGS = {
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
  envelopeDomain: 'bounce.example.com',
  users: [{ login: 'mailer' }, { login: 'app', senders: ['app@example.com'] }],
};
/** It answers for itself, and relays for nobody: the receiver refuses it. */
export const REFUSING = `nobody@${receiverHost}`;

/** One deployed server, and a person who may do no more than the docs say. */
export class Day {
  readonly directory = mkdtempSync(join(tmpdir(), 'kitte-ops-'));
  readonly config = join(this.directory, 'kitte.config.ts');
  private raised: Rehearsal | undefined;
  private person: Key | undefined;

  get rehearsal(): Rehearsal {
    if (this.raised === undefined) throw new Error('The day has not begun.');
    return this.raised;
  }

  get key(): Key {
    if (this.person === undefined) throw new Error('The day has not begun.');
    return this.person;
  }

  async begin(): Promise<void> {
    demandPrerequisites(thisHost(process.env));
    this.write(SETTINGS);
    const [environment] = await loadConfig(this.config);
    this.raised = new Rehearsal({
      projectDirectory: ROOT,
      cacheDirectory: cacheDirectory(process.env),
      environment: environment!,
      context: [`config=${this.config}`],
    });
    for (const task of this.raised.tasks().slice(0, 3)) await task.run(() => undefined);
    await this.raised.stand.world.receiverReady();
    this.person = await operatorKey(this.raised.stand);
  }

  async end(): Promise<void> {
    if (this.raised?.begun === true) await this.raised.stand.tearDown();
    rmSync(this.directory, { recursive: true, force: true });
  }

  write(value: object): void {
    writeFileSync(this.config, `export default ${JSON.stringify(value)};\n`);
  }

  kitte(...args: string[]) {
    return onLaptop(this.rehearsal.stand, [...args, '--config', this.config], this.key);
  }

  /** The same in a terminal, its questions answered; with `admin` by who may do everything. */
  atTerminal(args: readonly string[], keys: Keys, options: { columns?: number; admin?: true } = {}) {
    const { stand } = this.rehearsal;
    const argv = [process.execPath, program, ...args, '--config', this.config];
    // The SDK's warning about this Node would stand between the command's own words.
    const env = {
      ...laptopEnv(stand.account.env, options.admin === true ? undefined : this.key),
      NODE_NO_WARNINGS: '1',
    };
    return conversed(stand.world.client.spawn(inTerminal(argv, options.columns), env), keys);
  }

  passwords(): Record<string, string> {
    const secret = this.rehearsal.stand.account.readSecret('kitte/prod/users') ?? '{}';
    return JSON.parse(secret) as Record<string, string>;
  }

  /** With a mail client that is not Kitte's own command. */
  submit(to: string, password: string) {
    return this.rehearsal.stand.world.client.submit({
      ...{ host: 'mail.example.com', port: 465, tls: 'implicit', login: 'app', password },
      envelope: { from: 'app@example.com', to: [to] },
      message: `From: app@example.com\r\nTo: ${to}\r\nSubject: Hello\r\n\r\nHello.\r\n`,
    });
  }

  async received(text: string): Promise<number> {
    const messages = await this.rehearsal.stand.world.receiver.messages();
    return messages.filter(({ source }) => source.includes(text)).length;
  }
}

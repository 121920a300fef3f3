import { randomBytes } from 'node:crypto';

import { until } from '../world/shell';
import type { World } from '../world';
import { NOTHING, type Row } from './row';

/** As `postqueue -j` prints an entry. */
interface Queued {
  readonly queue_name: string;
  readonly sender: string;
  readonly recipients: readonly { readonly address: string }[];
}

const DRAIN_MS = 60_000;

/** Where cases are tried: the world with the machine in it, and what is looked at after each case. */
export class Ground {
  private readonly run = randomBytes(3).toString('hex');

  constructor(
    readonly world: World,
    readonly instance: string,
  ) {}

  /** A word that occurs in the message of one case and nowhere else, in no other run either. */
  mark(id: string): string {
    return `${id}.${this.run}`;
  }

  async exec(...argv: string[]): Promise<string> {
    return (await this.world.exec(this.instance, argv)).stdout;
  }

  async queue(): Promise<string[]> {
    const lines = (await this.exec('postqueue', '-j')).split('\n').filter(Boolean);
    return lines
      .map((line) => JSON.parse(line) as Queued)
      .map(
        ({ queue_name, sender, recipients }) =>
          `${queue_name}: <${sender}> to ${recipients.map(({ address }) => `<${address}>`).join(' ')}`,
      );
  }

  async drained(): Promise<void> {
    await until('the queue to be empty', DRAIN_MS, async () =>
      (await this.queue()).length === 0 ? true : undefined,
    );
  }

  /** Whatever a case left: in the queue, at the receiver, in the wiretap. The next one finds the queue empty. */
  async left(mark: string): Promise<string> {
    const queued = await this.queue();
    if (queued.length > 0) await this.exec('postsuper', '-d', 'ALL');
    return [...queued, ...(await this.arrived(mark))].join('; ') || NOTHING;
  }

  /** In a mailbox of the machine itself. */
  async keptHere(mark: string): Promise<boolean> {
    const found = await this.exec('sh', '-c', `grep -rlF -- "$0" /var/mail || true`, mark);
    return found.trim() !== '';
  }

  /** Now, as the journal counts. */
  async moment(): Promise<string> {
    const text = await this.exec('journalctl', '-n', '0', '--show-cursor', '--quiet');
    return /^-- cursor: (.+)$/m.exec(text)?.[1] ?? '';
  }

  /** Deliveries since then that were tried to anywhere but this machine, as Postfix logged them. */
  async sentSince(moment: string): Promise<string[]> {
    const log = await this.exec('journalctl', '--after-cursor', moment, '--no-pager', '-o', 'cat');
    return log.split('\n').filter((line) => /: to=<.*, relay=(?!local,)/.test(line));
  }

  /** Once the group is through and the queue empty: what was refused must not have come out after all. */
  async swept(rows: readonly Row[]): Promise<Row[]> {
    await this.drained();
    const outside = await this.outside();
    return rows.map((row) => {
      if (row.left !== NOTHING || !outside.some((text) => text.includes(this.mark(row.id)))) return row;
      return { ...row, left: 'it came out later', pass: false };
    });
  }

  private async arrived(mark: string): Promise<string[]> {
    return (await this.outside()).some((text) => text.includes(mark)) ? ['it came out'] : [];
  }

  private async outside(): Promise<string[]> {
    const [inbox, wire] = await Promise.all([this.world.receiver.messages(), this.world.client.heard()]);
    return [...inbox.map(({ source }) => source), ...wire];
  }
}

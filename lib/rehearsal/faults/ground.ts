import { randomBytes } from 'node:crypto';

import type { AccountEvent } from '../../local-aws/fleet';
import type { Sender } from '../judge/delivery';
import { secondOpinion } from '../judge/second-opinion';
import { worldResolver } from '../judge/world-resolver';
import type { Rehearsal } from '../rehearse';
import type { World } from '../world';
import { receiverHost } from '../world/layout';
import type { ReceivedMessage } from '../world/receiver/receiver';
import { until } from '../world/shell';
import { serialsIn } from './load/job';
import type { Arrival } from './ledger';
import { lettersIn } from './mailbox';

/** Where role mail without a forward lies, bounces too. */
const MAILBOX = '/var/mail/kitte';
const FLUSH_EVERY_MS = 2_000;

/** Where faults are planted: the deployed server, with the world around it. */
export class Ground {
  private readonly run = randomBytes(3).toString('hex');
  private flushed = 0;
  /** Thousands lie there in the end, and are looked through again and again. */
  private readonly heads = new WeakMap<ReceivedMessage, string>();

  constructor(
    readonly rehearsal: Rehearsal,
    /** What the account has done so far, in its order. */
    readonly events: readonly AccountEvent[],
  ) {}

  get world(): World {
    return this.rehearsal.stand.world;
  }

  /** The machine that there is now: a fault may replace it. */
  get instance(): string {
    return this.rehearsal.stand.account.instances()[0]?.id ?? 'none';
  }

  get sender(): Sender {
    return this.rehearsal.sender();
  }

  /** To whom a message that does not arrive comes home. */
  get envelopeSender(): string {
    const { from, environment } = this.sender;
    return from.replace(/@.*/, `@${environment.envelopeDomain}`);
  }

  /** Of one fault in this run alone. */
  mark(id: string): string {
    return `${id}-${this.run}`;
  }

  async exec(...argv: string[]): Promise<string> {
    return (await this.world.exec(this.instance, argv)).stdout;
  }

  /** A script for sh(1) on the machine. */
  sh(script: string): Promise<string> {
    return this.exec('sh', '-ec', script);
  }

  async queued(): Promise<number> {
    return Number(await this.sh('postqueue -j | wc -l'));
  }

  /**
   * Postfix's own patience is minutes (minimal_backoff_time); whoever asks for a flush need not wait for it. Who asks
   * again and again is heard every two seconds.
   */
  async flush(): Promise<void> {
    if (Date.now() - this.flushed < FLUSH_EVERY_MS) return;
    this.flushed = Date.now();
    await this.exec('postqueue', '-f');
  }

  async arrivals(mark: string): Promise<Arrival[]> {
    const messages = await this.world.receiver.messages();
    return messages.flatMap((message) => {
      const head = this.heads.get(message) ?? headOf(message);
      this.heads.set(message, head);
      return serialsIn(head, mark).map((serial) => ({ serial, verdicts: message.verdicts }));
    });
  }

  async mailbox(): Promise<string[]> {
    const { stdout } = await this.world.exec(this.instance, [
      'sh',
      '-c',
      `cat ${MAILBOX} 2>/dev/null || true`,
    ]);
    return lettersIn(stdout);
  }

  /** Whether a letter of the mailbox carries a DKIM signature that holds, by mailauth. */
  async signed(letter: string): Promise<boolean> {
    const envelope = {
      ip: this.sender.address,
      helo: this.sender.environment.hostName,
      sender: '',
      mta: receiverHost,
    };
    const raw = Buffer.from(letter.replaceAll(/\r?\n/g, '\r\n'), 'latin1');
    const verdicts = await secondOpinion(raw, envelope, worldResolver(this.world));
    return verdicts.some(({ id, pass }) => id === 'dkim' && pass);
  }

  /** That so many messages wait in the queue: nothing was thrown away. */
  async waiting(count: number, deadlineMs = 30_000): Promise<void> {
    await until(`${String(count)} messages to wait in the queue`, deadlineMs, async () =>
      (await this.queued()) >= count ? true : undefined,
    );
  }

  /** That a service of the machine came back without help: another main process than the one given. */
  async restarted(unit: string, before: string, deadlineMs = 30_000): Promise<void> {
    await until(`${unit} to come back by itself`, deadlineMs, async () => {
      const now = await this.mainPid(unit);
      return now !== '0' && now !== before ? true : undefined;
    });
  }

  async mainPid(unit: string): Promise<string> {
    return (await this.exec('systemctl', 'show', '--property=MainPID', '--value', unit)).trim();
  }
}

/** What of it may name it. */
const headOf = ({ source }: ReceivedMessage) =>
  (source.split(/\r?\n\r?\n/, 1)[0] ?? '')
    .split(/\r?\n/)
    .filter((line) => /^Message-ID:/i.test(line))
    .join('\n');

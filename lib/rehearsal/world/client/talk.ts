import type { ClientJob, Step } from './job';

type Ask = <T>(job: ClientJob) => Promise<T>;

/**
 * An open connection of the laptop, step by step. A connection that has ended gives `--- ` and the reason in place
 * of an answer: to whoever tries what must be refused that is an answer as well.
 */
export class Talk {
  constructor(
    private readonly ask: Ask,
    private readonly id: number,
  ) {}

  /** The next answer without saying anything: the greeting. */
  async read(): Promise<string> {
    return (await this.send('', 1))[0] ?? '';
  }

  /** A command, in UTF-8, and its answer. */
  async say(command: string): Promise<string> {
    const bytes = Buffer.from(`${command}\r\n`, 'utf8').toString('latin1');
    return (await this.send(bytes, 1))[0] ?? '';
  }

  /** Bytes, as latin1, just as they are. */
  send(bytes: string, answers: number | 'rest' = 0): Promise<string[]> {
    return this.step({ kind: 'send', bytes, answers });
  }

  /** The TLS handshake, here and now. */
  async secure(): Promise<void> {
    await this.step({ kind: 'secure' });
  }

  async close(): Promise<void> {
    await this.step({ kind: 'close' });
  }

  private step(step: Step): Promise<string[]> {
    return this.ask<string[]>({ kind: 'step', talk: this.id, step });
  }
}

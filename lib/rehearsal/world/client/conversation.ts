import { connect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { Door } from './job';

/** What a read gives when no answer can come any more, in place of one. */
const GONE = '---';

/** One SMTP connection, byte by byte: what is written is what the server gets. */
export class Conversation {
  private text = '';
  private ended: string | undefined;
  private wake: () => void = () => undefined;

  private constructor(
    private socket: Socket,
    private readonly host: string,
  ) {
    this.listen();
  }

  static open({ host, port, tls, from }: Door): Conversation {
    const way = { host, port, ...(from === undefined ? {} : { localAddress: from }) };
    // The outer socket holds the address: TLS has no say in it.
    const plain = connect(way);
    return new Conversation(tls ? tlsConnect({ socket: plain, servername: host }) : plain, host);
  }

  write(bytes: Buffer): void {
    if (this.ended === undefined) this.socket.write(bytes);
  }

  /** One whole answer: lines up to the one whose code a space follows (RFC 5321 section 4.2.1). */
  async read(): Promise<string> {
    const patience = setTimeout(() => this.end('the server said nothing for 20 s'), 20_000);
    try {
      return await this.next();
    } finally {
      clearTimeout(patience);
    }
  }

  private async next(): Promise<string> {
    for (;;) {
      const answer = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(this.text)?.[0];
      if (answer !== undefined) {
        this.text = this.text.slice(answer.length);
        return answer.trim().replaceAll('\r\n', '\n');
      }
      if (this.ended !== undefined) return `${GONE} ${this.ended}`;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Every answer until the server closes. */
  async rest(): Promise<string[]> {
    const answers: string[] = [];
    for (;;) {
      const answer = await this.read();
      if (answer.startsWith(GONE)) return answers;
      answers.push(answer);
    }
  }

  /** The handshake that STARTTLS announced. What came in the clear before it is forgotten. */
  secure(): void {
    this.socket.removeAllListeners();
    this.socket = tlsConnect({ socket: this.socket, servername: this.host });
    this.text = '';
    this.listen();
  }

  close(): void {
    this.socket.destroy();
  }

  private end(why: string): void {
    this.ended ??= why;
    this.wake();
  }

  private listen(): void {
    this.socket.on('error', (error) => this.end(error.message));
    this.socket.on('close', () => this.end('the server closed the connection'));
    this.socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1');
      this.wake();
    });
  }
}

export const isGone = (answer: string) => answer.startsWith(GONE);

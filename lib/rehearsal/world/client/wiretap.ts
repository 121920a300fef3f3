import { createServer, type Socket } from 'node:net';

/**
 * A receiver that takes everything and keeps it byte by byte. A mail server's inbox would not do: it has already
 * made lines of what came, and whoever looks for a bare CR or LF must look before that.
 */
export class Wiretap {
  readonly heard: string[] = [];

  listen(address: string): Promise<void> {
    const server = createServer((socket) => this.serve(socket));
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen(25, address, resolve);
    });
  }

  private serve(socket: Socket): void {
    let [text, inData] = ['', false];
    const say = (line: string) => socket.write(`${line}\r\n`);
    socket.on('error', () => socket.destroy());
    say('220 wiretap.example.net ESMTP');
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = inData ? '\r\n.\r\n' : '\r\n';
        const at = text.indexOf(end);
        if (at < 0) return;
        const piece = text.slice(0, at);
        text = text.slice(at + end.length);
        if (inData) {
          this.heard.push(`${piece}\r\n`);
          inData = false;
          say('250 Heard');
        } else {
          const verb = piece.slice(0, 4).toUpperCase();
          inData = verb === 'DATA';
          say(
            inData
              ? '354 Go on'
              : verb === 'EHLO'
                ? '250 wiretap.example.net'
                : verb === 'QUIT'
                  ? '221 Bye'
                  : '250 OK',
          );
          if (verb === 'QUIT') socket.end();
        }
      }
    });
  }
}

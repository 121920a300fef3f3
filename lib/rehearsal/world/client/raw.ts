import { connect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { RawAnswer, RawDialogue } from './job';

/** Speaks SMTP as told. With STARTTLS the commands begin after the handshake and a new EHLO. */
export async function rawDialogue({ host, port, tls, commands }: RawDialogue): Promise<RawAnswer> {
  const answers: string[] = [];
  let socket: Socket =
    tls === 'implicit' ? tlsConnect({ host, port, servername: host }) : connect({ host, port });
  try {
    let read = reader(socket);
    const say = async (command: string) => {
      socket.write(`${command}\r\n`);
      return read();
    };
    answers.push(await read());
    if (tls === 'starttls') {
      await say('EHLO laptop.example.net');
      const answer = await say('STARTTLS');
      if (!answer.startsWith('220')) return { answers, error: `STARTTLS was refused: ${answer}` };
      socket = tlsConnect({ socket, servername: host });
      read = reader(socket);
      await say('EHLO laptop.example.net');
    }
    for (const command of commands) answers.push(await say(command));
    return { answers };
  } catch (error) {
    return { answers, error: error instanceof Error ? error.message : String(error) };
  } finally {
    socket.destroy();
  }
}

/** One whole answer a call: lines up to the one whose code a space follows (RFC 5321 section 4.2.1). */
function reader(socket: Socket): () => Promise<string> {
  let text = '';
  let ended: Error | undefined;
  let wake: () => void = () => undefined;
  const end = (error: Error) => {
    ended ??= error;
    wake();
  };
  socket.setTimeout(20_000, () => end(new Error('the server said nothing for 20 s')));
  socket.on('error', end).on('close', () => end(new Error('the server closed the connection')));
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    wake();
  });
  return async () => {
    for (;;) {
      const answer = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(text)?.[0];
      if (answer !== undefined) {
        text = text.slice(answer.length);
        return answer.trim().replaceAll('\r\n', '\n');
      }
      if (ended) throw ended;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}

import { connect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { smtpReader } from '../../../checks/live/smtp-reader';
import type { RawAnswer, RawDialogue } from './job';

/** Speaks SMTP as told. With STARTTLS the commands begin after the handshake and a new EHLO. */
export async function rawDialogue({ host, port, tls, commands }: RawDialogue): Promise<RawAnswer> {
  const answers: string[] = [];
  let socket: Socket =
    tls === 'implicit' ? tlsConnect({ host, port, servername: host }) : connect({ host, port });
  try {
    let read = smtpReader(socket);
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
      read = smtpReader(socket);
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

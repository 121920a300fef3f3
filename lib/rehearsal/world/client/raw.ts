import { Conversation, isGone } from './conversation';
import type { RawAnswer, RawDialogue } from './job';

/** Speaks SMTP as told. With STARTTLS the commands begin after the handshake and a new EHLO. */
export async function rawDialogue({ host, port, tls, commands }: RawDialogue): Promise<RawAnswer> {
  const talk = Conversation.open({ host, port, tls: tls === 'implicit' });
  const say = (command: string) => {
    talk.write(Buffer.from(`${command}\r\n`));
    return talk.read();
  };
  const answers: string[] = [];
  try {
    if (tls === 'starttls') {
      answers.push(await talk.read());
      await say('EHLO laptop.example.net');
      const answer = await say('STARTTLS');
      if (!answer.startsWith('220')) return { answers, error: `STARTTLS was refused: ${answer}` };
      talk.secure();
      await say('EHLO laptop.example.net');
    }
    for (const command of tls === 'starttls' ? commands : [undefined, ...commands]) {
      const answer = command === undefined ? await talk.read() : await say(command);
      if (isGone(answer)) return { answers, error: answer };
      answers.push(answer);
    }
    return { answers };
  } finally {
    talk.close();
  }
}

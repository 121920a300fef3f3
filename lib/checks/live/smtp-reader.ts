import type { Socket } from 'node:net';

/** One whole answer a call: lines up to the one whose code a space follows (RFC 5321 section 4.2.1). */
export function smtpReader(socket: Socket, timeoutMs = 20_000): () => Promise<string> {
  let text = '';
  let ended: Error | undefined;
  let wake: () => void = () => undefined;
  const end = (error: Error) => {
    ended ??= error;
    wake();
  };
  socket.setTimeout(timeoutMs, () =>
    end(new Error(`the server said nothing for ${String(timeoutMs / 1000)} s`)),
  );
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

/** One submission as it went over the wire. */
export interface Submission {
  /** Of MAIL FROM, without brackets. */
  readonly from: string;
  readonly recipients: readonly { readonly address: string; readonly reply: string }[];
  /** What followed DATA or BDAT, without the dots that SMTP adds; latin1. Undefined where it was not let in. */
  readonly content: string | undefined;
  /** The server's last word. */
  readonly reply: string;
}

const END = '\r\n.\r\n';

/**
 * Reads both sides of an SMTP connection after the fact. Each command has its reply, in order, pipelined or not
 * (RFC 2920), so that no time is needed to tell which answers which.
 */
export function submissionsIn(client: string, server: string): Submission[] {
  const replies = server.match(/(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/g) ?? [];
  const reply = (() => {
    // The first greets.
    let at = 0;
    return () => (replies[(at += 1)] ?? '').replace(/\r\n/g, '\n').trim();
  })();
  const found: Submission[] = [];
  let [from, recipients, content]: [string, Submission['recipients'], string | undefined] = [
    '',
    [],
    undefined,
  ];
  const begin = (sender: string) => ([from, recipients, content] = [sender, [], undefined]);
  const end = (answer: string) => {
    found.push({ from, recipients, content, reply: answer });
    begin('');
  };
  for (let at = 0; at < client.length;) {
    const eol = client.indexOf('\r\n', at);
    if (eol < 0) break;
    const line = client.slice(at, eol);
    at = eol + 2;
    const answer = reply();
    // Who hears that no recipient is taken goes on without the message.
    if (/^(?:RSET|QUIT|MAIL FROM:)/i.test(line) && recipients.length > 0) end(recipients.at(-1)?.reply ?? '');
    if (/^MAIL FROM:/i.test(line)) {
      begin(pathIn(line));
      if (/^[45]/.test(answer)) end(answer);
    } else if (/^RCPT TO:/i.test(line)) {
      recipients = [...recipients, { address: pathIn(line), reply: answer }];
    } else if (/^DATA$/i.test(line)) {
      if (!answer.startsWith('354')) {
        // Pipelined after recipients of whom none was taken: why is in their answers.
        const none = recipients.every(({ reply: each }) => !each.startsWith('2'));
        end(none ? (recipients.at(-1)?.reply ?? answer) : answer);
        continue;
      }
      // A message may begin with the dot that ends it.
      const stop = client.indexOf(END, at - 2);
      if (stop < 0) {
        end(replies.at(-1)?.trim() ?? '');
        break;
      }
      content = client
        .slice(at, Math.max(at, stop + 2))
        .replace(/^\./gm, (dot, where: number, all: string) =>
          where === 0 || all.startsWith('\r\n', where - 2) ? '' : dot,
        );
      at = stop + END.length;
      end(reply());
    } else if (/^BDAT /i.test(line)) {
      const size = Number(/^BDAT (\d+)/i.exec(line)?.[1]);
      content = (content ?? '') + client.slice(at, at + size);
      at += size;
      if (/ LAST$/i.test(line) || /^[45]/.test(answer)) end(answer);
    }
  }
  if (recipients.length > 0) found.push({ from, recipients, content, reply: recipients.at(-1)?.reply ?? '' });
  return found;
}

const pathIn = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? line.replace(/^[^:]*:\s*/, '');

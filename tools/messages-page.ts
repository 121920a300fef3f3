import type { Row } from '../lib/rehearsal/messages/row';
import { everyMessage, totalsTable } from '../lib/rehearsal/messages/table';

/** docs/messages.md: what came of each message of one run. */
export function messagesPage(rows: readonly Row[], date: string): string {
  return `# Every message that a normal program sends

Written by \`npx tsx tools/write-messages.ts\` from what \`npm run test:messages\` left in \`build/messages.json\`, ${date}.

The suite deploys a server in the rehearsal and sends it ${String(rows.length)} messages with the programs that people use, from hosts of Debian 13: nodemailer, Python's smtplib and email, Django, PHPMailer, PHP's \`mail()\`, ActionMailer, swaks, msmtp, cron, Alertmanager, satellites of Postfix, Exim, OpenSMTPD, dma and nullmailer, and \`sendmail\` on the server itself. The satellites, msmtp, cron, PHP, Django, Rails and Alertmanager run with exactly the settings that \`kitte users show --for\` prints. A proxy between them and the server keeps what each really said.

Each message goes to three receivers: _plain_ (Postfix and rspamd), _strict_ (Debian's Exim with its stock ACL, which refuses lines over 998 octets, unknown sender domains and authors, unknown greetings, addresses without a reverse name) and _bare_ (a server without 8BITMIME, SMTPUTF8, CHUNKING and DSN). Of each that arrives it is asked:

- whether it says what was submitted: fields, parts, names and contents, as Python's parser reads both;
- whether it is, octet by octet, what stood in the queue behind the signer, below the receiver's trace fields;
- whether no line is longer than 998 octets, and no octet beyond ASCII went to the bare receiver;
- whether SPF passes by rspamd, pyspf and mailauth, DKIM by rspamd, dkimpy, mailauth and Exim, DMARC by rspamd and mailauth;
- whether the signature covers every field that it should, outlives, by dkimpy and mailauth, the fields that a list server adds, and does not outlive a second From or Subject.

What is refused must be refused for good, in words that name the field or the line. In each run four faults are planted, and the suite must find them: smtp(8) cutting lines behind the signer, a field that is not signed, fields signed so that a list server breaks the signature, and a signer without the clerk before it.

## By kind

${totalsTable(rows, 'kind')}

## By program

${totalsTable(rows, 'client')}

## Every message

${everyMessage(rows)}
`;
}

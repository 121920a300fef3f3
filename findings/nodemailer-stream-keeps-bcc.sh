#!/usr/bin/env bash
# The message that nodemailer builds for you to send yourself names the blind recipients; the one it sends does not.
#
# Expected: `streamTransport`, described as giving the bytes that would go over the wire, gives a message
#   without Bcc, as the SMTP transport sends it (RFC 5322 section 3.6.3: blind recipients are not shown).
# Happens: StreamTransport keeps the field. Who hands its result to another relay, an SES raw send say, shows
#   every blind recipient to everyone. The envelope that comes with it is right, so the field has to be removed.
# Versions: nodemailer 10.6.1, smtp-server 3.21.6. Date: 2026-11-27.
# Source: nodemailer.com/transports/stream ("the exact bytes that would be sent"); this script.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts nodemailer@10.6.1 smtp-server@3.21.6
cat >both.js <<'JS'
const { createTransport } = require('nodemailer');
const { SMTPServer } = require('smtp-server');
const { text } = require('node:stream/consumers');
const mail = {
  from: 'hello@example.com',
  to: 'anna@example.net',
  bcc: 'blind@example.org',
  subject: 'Hello',
  text: 'Hello.',
};
const fieldOf = (source) => /^Bcc:.*$/m.exec(source)?.[0].trim() ?? 'no Bcc';
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => void text(stream).then((source) => {
    console.log(`by SMTP: ${fieldOf(source)}`);
    done();
  }),
});
server.listen(0, '127.0.0.1', async () => {
  await createTransport({ host: '127.0.0.1', port: server.server.address().port, ignoreTLS: true }).sendMail(mail);
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  console.log(`by streamTransport: ${fieldOf(message.toString())}`);
  server.close();
});
JS
echo "nodemailer $(node -p "require('nodemailer/package.json').version")"
seen=$(node both.js) && echo "$seen"
if ! { grep -qx 'by SMTP: no Bcc' <<<"$seen" && grep -qx 'by streamTransport: Bcc: blind@example.org' <<<"$seen"; }; then
  echo "This has changed."
  exit 1
fi

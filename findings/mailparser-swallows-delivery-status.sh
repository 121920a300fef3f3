#!/usr/bin/env bash
# mailparser has no machine-readable part for a bounce: message/delivery-status becomes part of the human text.
#
# Expected: of a multipart/report (RFC 6522) the three parts come back as three: the words, the fields of
#   message/delivery-status (RFC 3464) as an attachment or a part of its own, and the returned message.
# Happens: `text` is the words and the status fields run together, and of the parts only message/rfc822 is an
#   attachment. A program that looks for `contentType === 'message/delivery-status'` finds no bounce at all, and
#   one that quotes `text` shows the status fields as if the postmaster had written them.
# Versions: mailparser 3.14.2. Date: 2026-11-27. Source: RFC 6522 section 3, RFC 3464 section 2; this script.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts mailparser@3.14.2
cat >read.js <<'JS'
const { simpleParser } = require('mailparser');
const bounce = [
  'From: Mail Delivery System <MAILER-DAEMON@mail.example.net>',
  'To: hello@example.com',
  'Subject: Undelivered Mail Returned to Sender',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
  '',
  '--part',
  'Content-Type: text/plain; charset=us-ascii',
  '',
  'Your message could not be delivered.',
  '',
  '--part',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mail.example.net',
  '',
  'Final-Recipient: rfc822; nobody@example.net',
  'Action: failed',
  'Status: 5.1.1',
  '',
  '--part',
  'Content-Type: message/rfc822',
  '',
  'From: hello@example.com',
  'Subject: Hello',
  '',
  'Hello.',
  '--part--',
  '',
].join('\r\n');
simpleParser(bounce).then(({ text, attachments }) => {
  console.log(JSON.stringify({ text, attachments: attachments.map(({ contentType }) => contentType) }, null, 2));
});
JS
echo "mailparser $(node -p "require('mailparser/package.json').version")"
seen=$(node read.js) && echo "$seen"
if ! { grep -q '"text": ".*Status: 5.1.1' <<<"$seen" && ! grep -q '"message/delivery-status"' <<<"$seen" &&
  grep -q '"message/rfc822"' <<<"$seen"; }; then
  echo "This has changed."
  exit 1
fi

import type { Ground } from '../../../../lib/rehearsal/messages/ground';
import { failures, groundOf, server } from './battery';

/** The battery finds what is planted. */
const its = server();
let ground: Ground;
beforeAll(async () => {
  ground = await groundOf(its);
}, 900_000);

const POSTFIX = { file: '/etc/postfix/main.cf', apply: 'postfix reload' };
const OPENDKIM = { file: '/etc/opendkim.conf', apply: 'systemctl restart opendkim' };

/** What fails while a configuration is otherwise; then it is again what it was. */
async function planted({ file, apply }: typeof POSTFIX, change: string, ...ids: string[]): Promise<string> {
  await ground.machine(`cp -p ${file} /var/tmp/kept && ${change} && ${apply}`);
  try {
    return await failures(ground, ...ids);
  } finally {
    await ground.machine(`cp -p /var/tmp/kept ${file} && ${apply}`);
  }
}

test('smtp(8) cuts lines behind the milter', async () => {
  const words = await planted(POSTFIX, 'postconf -e smtp_line_length_limit=900', 'line-998');
  expect(words).toMatch(/it left otherwise than it was signed/);
  for (const judge of ['dkimpy', 'mailauth', 'rspamd', 'exim'])
    expect(words).toMatch(new RegExp(`dkim by ${judge}`));
  expect(await failures(ground, 'line-998')).toBe('');
}, 120_000);

test('a field that is not signed', async () => {
  const words = await planted(OPENDKIM, `echo OmitHeaders In-Reply-To >> ${OPENDKIM.file}`, 'reply');
  expect(words).toMatch(/h= lacks in-reply-to/);
}, 120_000);

test('a signature that a list server breaks', async () => {
  const oversigned = `sed -i 's/^OversignHeaders .*/OversignHeaders Sender,List-Id/' ${OPENDKIM.file}`;
  const words = await planted(OPENDKIM, oversigned, 'list-server');
  for (const judge of ['dkimpy', 'mailauth']) expect(words).toMatch(new RegExp(`plain list by ${judge}`));
}, 120_000);

test('octets beyond ASCII that come to a server without 8BITMIME', async () => {
  const unmended = 'postconf -e smtpd_milters=unix:opendkim/opendkim.sock';
  expect(await planted(POSTFIX, unmended, 'subject-8bit')).toMatch(/bare 7 bits/);
}, 120_000);

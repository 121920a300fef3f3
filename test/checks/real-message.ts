import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign';

export const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** What a program of ours might send. */
export const text = [
  'From: Shop <hello@example.com>',
  'To: reader@example.net',
  'Subject: Hello',
  'Message-ID: <1@example.com>',
  'Date: Wed, 25 Nov 2026 11:00:00 +0000',
  'List-Unsubscribe: <https://shop.example.com/u/1>, <mailto:u@example.com>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  '',
  'Hello.',
  '',
].join('\r\n');

/** As our server would sign it. */
export async function signed(
  message = text,
  signingDomain = 'example.com',
  headerList = 'From:To:Subject:Message-ID:Date:List-Unsubscribe:List-Unsubscribe-Post',
): Promise<Buffer> {
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { signatures } = await dkimSign(message, {
    // Its own stamp is rounded up to the second, and a signature of the future is not looked at.
    signTime: new Date('2026-01-01T00:00:00Z'),
    headerList,
    signatureData: [{ signingDomain, selector: 'kitte1', privateKey }],
  } as never);
  return Buffer.from(signatures + message);
}

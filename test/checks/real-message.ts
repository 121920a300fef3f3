import { dkimSign } from 'mailauth/lib/dkim/sign';
import { keys } from './fake';

/** What a program of ours might send. */
export const text = [
  'From: Shop <hello@example.com>',
  'To: reader@example.net',
  'Subject: Hello',
  'Message-ID: <1@example.com>',
  'Date: Wed, 25 Nov 2026 11:00:00 +0000',
  '',
  'Hello.',
  '',
].join('\r\n');

/** As our server would sign it. */
export async function signed(message = text, signingDomain = 'example.com'): Promise<Buffer> {
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { signatures } = await dkimSign(message, {
    // Its own stamp is rounded up to the second, and a signature of the future is not looked at.
    signTime: new Date('2026-01-01T00:00:00Z'),
    signatureData: [{ signingDomain, selector: 'kitte1', privateKey }],
  } as never);
  return Buffer.from(signatures + message);
}


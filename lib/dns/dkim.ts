import { createPublicKey, KeyObject } from 'node:crypto';
import { quoteTxt } from './txt';

/** The record of a DKIM key (RFC 6376 section 3.6.1): from a public key, or a PEM of either half. */
export function dkimTxtValue(key: KeyObject | string): string {
  const publicKey = key instanceof KeyObject && key.type === 'public' ? key : createPublicKey(key);
  const base64 = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return quoteTxt(`v=DKIM1; k=rsa; p=${base64}`);
}

/** A key that was revoked: with an empty `p=` every signature by it fails (RFC 6376 section 3.6.1). */
export const REVOKED = quoteTxt('v=DKIM1; k=rsa; p=');

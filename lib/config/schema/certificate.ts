import { z } from 'zod';
import { lookedUpName } from './domain-name';
import { mailAddress } from './mail-address';
import { Refusal, text } from './text';

const ALLOWED = "an ACME directory's https URL";

/** It goes into certbot's configuration: no spaces, no quotes, no query. */
const directoryUrl = text(ALLOWED, (value) =>
  /^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9._~/-]*)?$/.test(value)
    ? value
    : new Refusal(
        ALLOWED,
        "Give Let's Encrypt's https://acme-v02.api.letsencrypt.org/directory, or leave it out.",
      ),
);

/** The TLS certificate of the host name. */
export const certificate = z.strictObject({
  /**
   * The ACME account's address.
   * @default none: Let's Encrypt sends no more mail
   */
  email: mailAddress.optional(),
  /** @default Let's Encrypt's */
  directoryUrl: directoryUrl.default('https://acme-v02.api.letsencrypt.org/directory'),
  /**
   * The domain by which a CAA record names the certificate authority (RFC 8659).
   * @default letsencrypt.org for Let's Encrypt; for others none, and no CAA record
   */
  caaIssuer: lookedUpName.optional(),
});

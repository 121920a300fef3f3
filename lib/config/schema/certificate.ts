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
   * @example certificate: { email: 'ops@example.net' }
   */
  email: mailAddress.optional(),
  /**
   * Where certificates are ordered, by ACME (RFC 8555).
   * @default Let's Encrypt's
   * @example certificate: { directoryUrl: 'https://acme-staging-v02.api.letsencrypt.org/directory' }
   */
  directoryUrl: directoryUrl.default('https://acme-v02.api.letsencrypt.org/directory'),
  /**
   * The domain by which a CAA record names the certificate authority (RFC 8659).
   * @default letsencrypt.org for Let's Encrypt; for others none, and no CAA record
   * @example certificate: { directoryUrl: 'https://ca.example.net/acme', caaIssuer: 'ca.example.net' }
   */
  caaIssuer: lookedUpName.optional(),
});

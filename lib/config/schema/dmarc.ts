import { z } from 'zod';
import { reportUri } from './mail-address';

const policy = z.enum(['none', 'quarantine', 'reject']);
const alignment = z.enum(['relaxed', 'strict']);

/** What receivers shall do with mail that uses the domain but fails both SPF and DKIM (RFC 9989). */
export const dmarc = z.strictObject({
  /**
   * `none` asks for nothing but satisfies the large receivers, and cannot harm other senders of the domain that Kitte does not
   * know of. Read the reports, then go to `quarantine` and `reject`.
   * @default 'none'
   * @example dmarc: { policy: 'reject' }
   */
  policy: policy.default('none'),
  /**
   * For existing subdomains (`sp`). It counts at an organizational domain alone: at `mail.example.com` nobody reads it.
   * @default the policy
   * @example dmarc: { policy: 'quarantine', subdomainPolicy: 'reject' }
   */
  subdomainPolicy: policy.optional(),
  /**
   * For subdomains that do not exist (`np`). Of four verifiers none reads it yet: they go by `sp`, else `p`.
   * @default the subdomain policy
   * @example dmarc: { nonexistentPolicy: 'reject' }
   */
  nonexistentPolicy: policy.optional(),
  /**
   * `relaxed` lets a subdomain stand for its organizational domain, `strict` wants the very same name.
   * @default relaxed for both
   * @example dmarc: { alignment: { dkim: 'strict' } }
   */
  alignment: z
    .strictObject({
      /**
       * Between the envelope domain and the From domain.
       * @default 'relaxed'
       * @example dmarc: { alignment: { spf: 'strict' } }
       */
      spf: alignment.default('relaxed'),
      /**
       * Between the domain that signs and the From domain.
       * @default 'relaxed'
       * @example dmarc: { alignment: { dkim: 'strict' } }
       */
      dkim: alignment.default('relaxed'),
    })
    .prefault({}),
  /**
   * Where aggregate reports go, as `mailto:` URIs.
   * @default to the role address `dmarc` when there is one, otherwise nowhere
   * @example dmarc: { rua: ['mailto:dmarc@example.com'] }
   */
  rua: z.array(reportUri, { error: 'a list of mailto: URIs' }).optional(),
  /**
   * Where failure reports go, as `mailto:` URIs. They may hold what people wrote; few receivers send them.
   * @default []
   * @example dmarc: { ruf: ['mailto:dmarc@example.com'] }
   */
  ruf: z.array(reportUri, { error: 'a list of mailto: URIs' }).default([]),
  /**
   * `t=y`: receivers shall report as usual but apply the policy one step milder. It took the place of `pct` in RFC 9989, and of
   * four verifiers none reads it yet: under `reject` mail that fails is rejected. Set the milder `policy` while you test.
   * @default false
   * @example dmarc: { policy: 'quarantine', testing: true }
   */
  testing: z.boolean().default(false),
});

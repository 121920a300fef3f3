import { z } from 'zod';
import { moment } from './moment';
import { selector, selectorProblems } from './selectors';
import { rotationProblems } from './rotation';
import { refused } from './text';

/**
 * Where a change of keys stands. `kitte dkim rotate` writes it, one phase after the other; each date says since when
 * something is known to be so, as the waits count from it.
 */
const rotation = z.strictObject({
  /** The selector that signed when it began. */
  from: selector,
  /** The selector that takes its place. */
  to: selector,
  /** Since when every name server is known to answer with the new key. Before that it may not become active. */
  published: moment.optional(),
  /** Since when the server is known to sign with the new key. The old one stays until the queue's lifetime is over. */
  switched: moment.optional(),
});

/** The keys that sign. A second selector is published and may be made active once resolvers know it. */
export const dkim = z
  .strictObject({
    /**
     * One key and one record each; lower case.
     * @default ['kitte1']
     * @example dkim: { selectors: ['s2026', 's2027'] }
     */
    selectors: z.array(selector, { error: 'a list of selectors' }).default(['kitte1']),
    /**
     * The selector that signs now.
     * @default the first of `selectors`
     * @example dkim: { selectors: ['s2026', 's2027'], active: 's2027' }
     */
    active: selector.optional(),
    /**
     * A change of keys under way; `kitte dkim rotate` writes it.
     * @default none
     * @example dkim: { selectors: ['s2026', 's2027'], active: 's2026', rotation: { from: 's2026', to: 's2027' } }
     */
    rotation: rotation.optional(),
    /**
     * Selectors whose key is revoked: the private half is gone, the record stays with an empty `p=` (RFC 6376 section 3.6.1).
     * One that is taken out of this list loses its record too.
     * @default []
     * @example dkim: { selectors: ['s2027'], retired: ['s2026'] }
     */
    retired: z.array(selector, { error: 'a list of selectors' }).default([]),
    /**
     * Bits of the RSA keys. 1024 is no longer enough (RFC 8301 section 3.2); more than 2048 some receivers do not verify.
     * @default 2048
     * @example dkim: { keySize: 2048 }
     */
    keySize: z
      .union([z.literal(2048), z.literal(3072), z.literal(4096)], {
        error: '2048, 3072 or 4096 bits (RFC 8301 section 3.2 retires shorter keys)',
      })
      .default(2048),
  })
  .transform(({ active, rotation, ...value }) => ({
    ...value,
    active: active ?? value.selectors[0] ?? '',
    ...(rotation === undefined ? {} : { rotation }),
  }))
  .superRefine((value, context) => {
    for (const { input, refusal, path } of [...selectorProblems(value), ...rotationProblems(value)])
      context.addIssue(refused(input, refusal, path));
  });

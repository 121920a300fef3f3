import { z } from 'zod';
import { Refusal, refused, text } from './text';

const ALLOWED = 'a selector such as kitte1: letters, digits and single dashes, at most 63';

const selector = text(ALLOWED, (value) => {
  const name = value.toLowerCase();
  if (name.length <= 63 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name;
  const suggestion = name
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return new Refusal(ALLOWED, suggestion ? `Use "${suggestion}", say.` : 'Give it a name such as "kitte1".');
});

/** The keys that sign. A second selector is published and may be made active once resolvers know it. */
export const dkim = z
  .strictObject({
    /**
     * One key and one record each; lower case.
     * @default ['kitte1']
     */
    selectors: z.array(selector, { error: 'a list of selectors' }).default(['kitte1']),
    /**
     * The selector that signs now.
     * @default the first of `selectors`
     */
    active: selector.optional(),
    /**
     * Bits of the RSA keys. 1024 is no longer enough (RFC 8301 section 3.2); more than 2048 some receivers do not verify.
     * @default 2048
     */
    keySize: z
      .union([z.literal(2048), z.literal(3072), z.literal(4096)], {
        error: '2048, 3072 or 4096 bits (RFC 8301 section 3.2 retires shorter keys)',
      })
      .default(2048),
  })
  .superRefine((value, context) => {
    const [first] = value.selectors;
    if (first === undefined) {
      context.addIssue(
        refused(value.selectors, new Refusal('at least one selector', 'Give one, such as "kitte1".'), [
          'selectors',
        ]),
      );
      return;
    }
    value.selectors.forEach((name, index) => {
      if (value.selectors.indexOf(name) === index) return;
      const refusal = new Refusal('each selector once', `Remove the second "${name}".`);
      context.addIssue(refused(name, refusal, ['selectors', index]));
    });
    if (value.active !== undefined && !value.selectors.includes(value.active)) {
      const refusal = new Refusal(
        `one of dkim.selectors: ${value.selectors.map((name) => `"${name}"`).join(', ')}`,
        `Add "${value.active}" to dkim.selectors, or make another one active.`,
      );
      context.addIssue(refused(value.active, refusal, ['active']));
    }
  })
  .transform((value) => ({ ...value, active: value.active ?? value.selectors[0] ?? '' }));

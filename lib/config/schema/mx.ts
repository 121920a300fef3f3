import { z } from 'zod';
import { hostName } from './domain-name';
import { Refusal, refused, text } from './text';

const ALLOWED = "a mail exchanger as its record has it, such as '10 mx.provider.example'";

const exchanger = text(ALLOWED, (value) => {
  const [, preference = '', name = ''] = /^([0-9]{1,5})\s+(\S+)$/.exec(value) ?? [];
  if (name === '.')
    return new Refusal(
      ALLOWED,
      'This says that the domain takes no mail (RFC 7505), and receivers refuse mail from it.',
    );
  if (name === '' || Number(preference) > 65_535)
    return new Refusal(ALLOWED, 'Write the preference, from 0 to 65535, a space and the name.');
  const host = hostName.safeParse(name);
  if (!host.success)
    return new Refusal(ALLOWED, `"${name}" is no host name: write it with its dots and without the address.`);
  return `${String(Number(preference))} ${host.data}`;
});

const exchangers = z
  .array(exchanger)
  .min(1, { error: 'at least one exchanger; true for this server, false for none that Kitte publishes' })
  .superRefine((values, context) => {
    values.forEach((value, index) => {
      if (values.indexOf(value) === index) return;
      context.addIssue(refused(value, new Refusal('each exchanger once', 'Remove the second one.'), [index]));
    });
  });

/**
 * Who takes the domain's mail: this server, somebody whom Kitte does not name, or those whom it publishes. No union of zod's:
 * that does not say which entry of the list is wrong.
 */
export const mx = z
  .custom<boolean | string[]>((value) => typeof value === 'boolean' || Array.isArray(value), {
    error: "true, false, or a list of exchangers such as ['10 mx.provider.example']",
  })
  .transform((value, context): boolean | string[] => {
    if (typeof value === 'boolean') return value;
    const list = exchangers.safeParse(value);
    if (list.success) return list.data;
    context.issues.push(...(list.error.issues as typeof context.issues));
    return z.NEVER;
  });

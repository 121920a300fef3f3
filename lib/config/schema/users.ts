import { z } from 'zod';
import { senderPattern } from './mail-address';
import { Refusal, refused, text } from './text';

const ALLOWED = 'letters, digits and . _ -, at most 64, beginning with a letter or digit';

/** In lower case: Dovecot's `auth_username_format` folds the name that a client gives before it is looked up. */
const login = text(ALLOWED, (value) => {
  const name = value.toLowerCase();
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) return name;
  const [local = ''] = name.split('@');
  const remedy = value.includes('@')
    ? `A login is no address: give "${local}", and the address in its senders.`
    : 'Give it a plain name, such as "app".';
  return new Refusal(ALLOWED, remedy);
});

const user = z.strictObject({
  /**
   * What the client logs in with; its password is made at deploy and kept in Secrets Manager.
   * @example users: [{ login: 'app' }]
   */
  login,
  /**
   * The addresses that it may send as, in the envelope and in the From header: `app@example.com`, or `@example.com` for all.
   * The machine signs as the domain and moves the envelope sender to the envelope domain by itself. An address of the envelope
   * domain is needed only for a client that writes one of its own, and is best kept out of From: it is not the domain that
   * readers know, and its signature aligns only if alignment is relaxed.
   * @default the whole domain
   * @example users: [{ login: 'app', senders: ['app@example.com'] }]
   */
  senders: z.array(senderPattern, { error: 'a list of senders' }).optional(),
  /**
   * Whether an address among the senders stands for its tags too (RFC 5233): `app+orders@example.com` and, as VERP writes it,
   * `app+someone=inbox.example.net@example.com` for `app@example.com`. An address that another login names is that login's alone,
   * and a role's tags are the server's.
   * @default true
   * @example users: [{ login: 'app', senders: ['app@example.com'], subaddresses: false }]
   */
  subaddresses: z.boolean({ error: 'true or false' }).default(true),
});

/** Who may submit mail. */
export const users = z.array(user, { error: 'a list of users' }).superRefine((value, context) => {
  if (value.length === 0) {
    context.addIssue(
      refused(value, new Refusal('at least one user', 'Add one, or leave `users` out for the default.')),
    );
  }
  value.forEach(({ login, senders }, index) => {
    if (value.findIndex((other) => other.login === login) !== index) {
      const refusal = new Refusal('each login once', `Join the senders of both "${login}", or rename one.`);
      context.addIssue(refused(login, refusal, [index, 'login']));
    }
    if (senders?.length === 0) {
      const refusal = new Refusal(
        'at least one sender',
        'Name an address, or leave `senders` out for the whole domain.',
      );
      context.addIssue(refused(senders, refusal, [index, 'senders']));
    }
  });
});

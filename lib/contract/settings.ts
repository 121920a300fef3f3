import { createHash } from 'node:crypto';

import * as z from 'zod/mini';

import type { Deployed, DeployedBeside } from '../config/successor';
import { meaning, read, type Reading, valueOf } from './reading';

/** Raised when a field goes or means something else, so that a machine of before refuses what it would take wrongly. */
export const SETTINGS_VERSION = 2;
/** Of settings with one domain: what a machine of version 1 understands. */
export const OF_ONE_DOMAIN = 1;

const said = <T extends z.ZodMiniType>(schema: T, description: string): T => {
  meaning.add(schema, { description });
  return schema;
};
const matching = (pattern: RegExp) => z.string().check(z.regex(pattern));
const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const flag = z.boolean();

// What is written goes into files of Postfix, Dovecot and OpenDKIM: the machine takes nothing else.
const name = matching(/^[a-z0-9.-]+$/);
const login = matching(/^[a-z0-9][a-z0-9._+@-]*$/);
const sender = matching(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]*@[a-z0-9.-]+$/);
const selector = matching(/^[a-z0-9]+(-[a-z0-9]+)*$/);
/** No pipe, no file, no second address. */
const forward = matching(/^[A-Za-z0-9_][A-Za-z0-9._+=-]*@[A-Za-z0-9.-]+$/);
const role = z.optional(forward);
const window = matching(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|daily) [0-2][0-9]:[0-5][0-9]$/);

const version = said(whole(1, SETTINGS_VERSION), 'Of the settings.');
const domain = said(name, 'The domain in the From header.');
const envelopeDomain = said(z.optional(name), 'The domain of the envelope sender.');
const hostName = said(z.optional(name), 'What the server greets with.');
const hosts = said(z.optional(z.array(name)), 'What its certificate names.');
const served = said(
  z.optional(z.array(name)),
  'Domains whose mail it takes; at the top those of all domains, in a head those of the first.',
);
const former = said(
  z.optional(z.array(z.object({ key: z.string(), over: flag }))),
  'Names that the server had before, and whether their records have gone.',
);
const dkim = said(z.object({ active: selector }), 'The selector that signs.');
const elsewhere = said(
  z.optional(flag),
  'Whether its DNS is not in Route 53: a person enters the records, and nobody writes from it until all its name servers show key and SPF record, if it is the first domain too.',
);

const replies = said(z.optional(forward), "Where a person's reply to an address that a login owns goes.");
const forwards = said(
  z.strictObject({ postmaster: role, abuse: role, dmarc: role, bounces: role }),
  'Where mail to a role goes; absent for the mailbox on the machine.',
);
const home = said(z.optional(name), 'What the machine itself sends from, where failures of it come home.');

/** A domain beside the first. */
const beside = z.object({
  domain,
  home,
  envelopeDomain,
  served,
  replies,
  dkim,
  forwards,
  elsewhere,
  zone: said(
    z.optional(z.object({ id: z.optional(matching(/^Z[A-Z0-9]+$/)), name, role: z.optional(z.string()) })),
    'The hosted zone of its names; without an id where the deploy created it, or where it is no zone of Route 53; with the role by which the deploy writes into another account.',
  ),
});

/** What is deployed and may change without touching the machine itself; it fetches this every half minute. */
export const settings = z.object({
  version,
  domain,
  home,
  envelopeDomain,
  hostName,
  hosts,
  zone: said(z.optional(name), 'The hosted zone of its names.'),
  served,
  former,
  replies,
  dkim,
  elsewhere,
  others: said(z.optional(z.array(beside)), 'The domains beside the one above, since version 2.'),
  users: said(
    z.array(z.object({ login, senders: z.array(sender), subaddresses: z.optional(flag) })),
    'Who may log in, and send as whom; `subaddresses` is absent where an address stands for its tags too.',
  ),
  forwards,
  limits: said(
    z.object({
      messageSizeMiB: whole(1, 9_999_999),
      recipientsPerMessage: whole(1, 9_999_999),
      messagesPerDay: whole(1, 9_999_999),
      recipientsPerDay: whole(1, 9_999_999),
    }),
    'What a login may send.',
  ),
  connections: said(
    z.optional(
      z.object({
        perAddress: z.optional(whole(1, 99_999)),
        perKnownAddress: z.optional(whole(1, 99_999)),
        most: z.optional(whole(96, 99_999)),
        secondsToLogin: z.optional(whole(1, 99_999)),
      }),
    ),
    'Who may be connected at once.',
  ),
  updates: said(
    z.optional(z.object({ window, reboot: flag })),
    'When upgrades come into force, in UTC, and whether it may reboot for that.',
  ),
});
export type Settings = z.infer<typeof settings>;

/** Where a document lies that one parameter does not hold, by the hash of its compressed bytes. */
export const parts = z.object({
  parent: matching(/^[A-Za-z0-9_./-]+$/),
  count: whole(1, 9_999),
  sha256: matching(/^[0-9a-f]{64}$/),
});

/** What others than the machine ask of the settings: it stands in a head too, so that they need not fetch the parts. */
const asked = { version, domain, envelopeDomain, hostName, hosts, served, former, dkim, elsewhere };
export const HEAD = Object.keys(asked) as readonly (keyof typeof asked)[];
export const head = z.object({
  ...asked,
  parts: said(parts, 'Where the rest is: `PARENT/0`, `PARENT/1`, … in base64, gzip.'),
});

const NAME = { en: 'The settings document', ja: 'サーバーの設定' };

/** Read as written: whether a name is one was asked when it was. */
const asSaid = z.object({
  domain: z.string(),
  envelopeDomain: z.optional(z.string()),
  hostName: z.optional(z.string()),
  hosts: z.optional(z.array(z.string())),
  served: z.optional(z.array(z.string())),
  former,
  dkim: z.object({ active: z.string() }),
  elsewhere: z.optional(z.boolean()),
  others: z.optional(
    z.array(
      z.object({
        domain: z.string(),
        envelopeDomain: z.optional(z.string()),
        served: z.optional(z.array(z.string())),
        dkim: z.object({ active: z.string() }),
        elsewhere: z.optional(z.boolean()),
        zone: z.optional(
          z.object({ id: z.optional(z.string()), name: z.string(), role: z.optional(z.string()) }),
        ),
      }),
    ),
  ),
});
export type ReadSettings = z.infer<typeof asSaid>;

/** Of the parameter, whether it holds the document or a head. */
export function readSettings(text: string): Reading<ReadSettings> {
  return read(text, { name: NAME, version: SETTINGS_VERSION, unnumbered: 1 }, asSaid);
}
/** The names of the deployed server; nothing where the text is no settings. */
export function deployedIn(text: string): Deployed | undefined {
  const found = valueOf(readSettings(text));
  if (found === undefined) return undefined;
  const { domain, envelopeDomain = domain, hostName, served = [], former = [], dkim } = found;
  const hosts = found.hosts ?? (hostName === undefined ? [] : [hostName]);
  return {
    ...{ domain, envelopeDomain, active: dkim.active, hosts, served, former },
    ...(hostName === undefined ? {} : { hostName }),
    ...(found.elsewhere === true ? { elsewhere: true } : {}),
    ...(found.others === undefined ? {} : { others: found.others.map(besideIn) }),
  };
}

function besideIn({
  domain,
  envelopeDomain = domain,
  served = [],
  dkim,
  elsewhere,
  zone,
}: NonNullable<z.infer<typeof asSaid>['others']>[number]): DeployedBeside {
  return {
    ...{ domain, envelopeDomain, served, active: dkim.active, zone },
    ...(elsewhere === true ? { elsewhere } : {}),
  };
}

/** What the machine reports of the settings in force: the hash of the parameter that it asks for. */
export function settingsHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

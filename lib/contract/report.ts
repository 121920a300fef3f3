import * as z from 'zod/mini';

import type { Deployed } from '../config/succession';
import { meaning, read, type Reading } from './reading';

/**
 * Raised when a field goes or means something else; one that is new raises nothing, as readers leave out what they do not
 * know. Version 1, of kitte 0.1 and 0.2, did not name itself.
 */
export const REPORT_VERSION = 2;

export const STATES = ['converged', 'waiting', 'failed'] as const;

/** How far a machine gets on port 25 of a mail server. */
export const OUTBOUND = ['open', 'closed', 'refused', 'unresolved'] as const;
export type Outbound = (typeof OUTBOUND)[number];

const text = (description: string) => z.catch(z.string(), '').register(meaning, { description });

/** What the machine writes into its status parameter whenever it changes. */
export const report = z.object({
  version: z.int().check(z.gte(1)).register(meaning, { description: 'Of the report; absent in version 1.' }),
  state: z.enum(STATES).register(meaning, {
    description:
      '`converged`: the machine is what its settings say. `waiting`: only a certificate is missing, and only a person can change that. `failed`: it could not take the config.',
  }),
  reason: text('Why it waits or failed, in a sentence.'),
  warning: text('What will go wrong unless somebody acts, while all is well still.'),
  userData: text('SHA-256 of the user-data in force, in hexadecimal.'),
  settings: text('SHA-256 of the settings in force, as they stand in their parameter.'),
  usersVersion: text("Version of the users' secret in force."),
  port25: z.catch(z.enum(['', ...OUTBOUND]), '').register(meaning, {
    description: 'What its own last try of port 25 came to; empty before the first.',
  }),
  former: text(
    'Of each of `former` in the config whether mail of its names still waits: `NAMES: dry` or `NAMES: waiting`, parted by `; `.',
  ),
  held: text(
    'While the records that the names of its settings need are not seen: domain, envelope domain and selector that it goes on with.',
  ),
  unseen: text(
    'Domains beside the first whose names are not in force: of each `DOMAIN RECORD`, the record that not all name servers show or the parameter without a key, parted by `; `; it ends in `…` where there are more.',
  ),
  instance: text('Id of the instance that says it.'),
  at: text('When it last changed, RFC 3339 in UTC.'),
});
export type Report = z.infer<typeof report>;

/** A report, or that there was none yet. */
export type Spoken = Omit<Report, 'state'> & { readonly state: Report['state'] | 'silent' };

export const SILENT: Spoken = {
  ...report.parse({ version: REPORT_VERSION, state: 'waiting' }),
  state: 'silent',
};

/** What is in the parameter before the machine's first report: the deploy makes it. */
export const NO_REPORT = '{}';

const NAME = { en: 'The report of the machine', ja: 'マシンの報告' };

export function readReport(text: string): Reading<Report> {
  return read(text, { name: NAME, version: REPORT_VERSION, unnumbered: 1 }, report);
}

/** The names with which the machine still works while nobody sees the records of those of its settings. */
export function heldIn({ held }: Pick<Report, 'held'>, before: Deployed): Deployed {
  const [domain, envelopeDomain, active] = held.split(' ');
  if (domain === undefined || envelopeDomain === undefined || active === undefined) return before;
  return { ...before, domain, envelopeDomain, active };
}

/** The former names of which nothing waits any more, by `keyOf`. */
export function dryIn({ former }: Pick<Report, 'former'>): ReadonlySet<string> {
  return new Set(former.split('; ').flatMap((words) => /^(.+): dry$/.exec(words)?.[1] ?? []));
}

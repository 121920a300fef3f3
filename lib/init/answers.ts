import type { OneDomainInput } from '../config/schema/settings';

/** What `kitte init` needs to know. */
export interface Answers {
  readonly domain: string;
  readonly zone: { readonly id: string; readonly name?: string } | 'create';
  readonly account?: string;
  readonly region?: string;
  /** Where bounces go when they come home to this server; absent to leave them to the domain's own MX. */
  readonly envelopeDomain?: string;
  readonly login?: string;
  /** Whose MX the domain has; absent to leave it to the default. */
  readonly mx?: MxChoice;
}

/** As `mx` has it in the config. */
export type MxChoice = boolean | string[];

/** The settings as they stand in the file: what is a default is left out. */
export function settingsFrom(answers: Answers): OneDomainInput {
  const { domain, zone, account, region, envelopeDomain, login, mx } = answers;
  return {
    domain,
    hostedZone: hostedZone(zone, domain),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(envelopeDomain === undefined ? {} : { envelopeDomain }),
    ...(mx === undefined ? {} : { mx }),
    ...(login === undefined || login === 'mailer' ? {} : { users: [{ login }] }),
  };
}

function hostedZone(zone: Answers['zone'], domain: string): OneDomainInput['hostedZone'] {
  if (zone === 'create') return { create: true };
  const isParent = zone.name !== undefined && zone.name !== domain;
  return { id: zone.id, ...(isParent ? { name: zone.name } : {}) };
}

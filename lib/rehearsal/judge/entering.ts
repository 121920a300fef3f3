import { domainsOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { dkimPublicParameter, namesOf } from '../../config/names';
import { listing } from '../../dns/listing';
import type { DnsRecord } from '../../dns/record';
import { isOfHost } from '../../dns/records';
import { reportOf } from '../report-of';
import type { Stand } from '../stand';
import { until } from '../world/shell';

/** The machine looks every half minute. */
const PATIENCE_MS = 120_000;

/** Domains whose records a person enters. */
export const elsewhereOf = (environment: Environment): readonly Environment[] =>
  domainsOf(environment).filter(({ hostedZone }) => hostedZone.kind === 'elsewhere');

/** What `kitte zone` prints of such a domain after the deploy. */
export function recordsToEnter(stand: Stand, view: Environment, address: string): readonly DnsRecord[] {
  const names = namesOf(view.name);
  const dkim = Object.fromEntries(
    view.dkim.selectors.map((selector) => {
      const name = dkimPublicParameter(names, view.domain, selector);
      return [selector, stand.account.readParameter(name) ?? ''];
    }),
  );
  return listing(view, { address, dkim }).flatMap(({ record }) => (isOfHost(record) ? [] : [record]));
}

/** What a person does once the keys are there. Resolves when the machine, by itself, lets that mail out. */
export async function enterAll(stand: Stand, environment: Environment, address: string): Promise<void> {
  const views = elsewhereOf(environment);
  for (const view of views) await stand.enter(view.domain, recordsToEnter(stand, view, address));
  await until('the machine to see what was entered', PATIENCE_MS, () => {
    const { state, unseen } = reportOf(stand, environment);
    return state === 'converged' && unseen === '' ? true : undefined;
  });
}

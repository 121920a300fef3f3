import { namesOf } from '../config/names';
import { inEnglish } from '../contract/reading';
import { NO_REPORT, readReport, SILENT, type Spoken } from '../contract/report';
import type { Stand } from './stand';

/** What the machine says of itself, as the status parameter has it. */
export function reportOf({ account }: Pick<Stand, 'account'>, { name }: { readonly name: string }): Spoken {
  const reading = readReport(account.readParameter(namesOf(name).status) ?? NO_REPORT);
  if (reading.kind === 'read') return reading.value;
  if (reading.kind === 'silent') return SILENT;
  throw new Error(inEnglish(reading));
}

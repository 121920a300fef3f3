import type { Reading } from '../contract/reading';
import { NO_REPORT, readReport, type Report, SILENT, type Spoken } from '../contract/report';
import { parameter, parameterValue } from './parameter';
import type { Sender } from './sender';
import { lacking, type Told } from './told';

/** What the machine says of itself; `silent` before its first report. One of another version is not told, and says so. */
export async function reportOf(ssm: Sender, name: string): Promise<Told<Spoken>> {
  const said = await parameter(ssm, name);
  if (!said.ok) return said;
  const reading = readReport(said.value.value || NO_REPORT);
  if (reading.kind === 'read') return { ok: true, value: reading.value };
  if (reading.kind === 'silent') return { ok: true, value: SILENT };
  return lacking('failed', 'ssm:GetParameter', reading.words, reading.remedy);
}

/** The same for a handler of the deploy: AWS's errors are thrown, as a permission may still be spreading. */
export async function reportAt(ssm: Sender, name: string): Promise<Reading<Report>> {
  return readReport((await parameterValue(ssm, name)) ?? NO_REPORT);
}

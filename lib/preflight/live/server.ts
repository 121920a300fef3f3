import type { Clients } from '../../aws/clients';
import { AwsFailure, ScriptFailure } from '../../aws/failure';
import { machineAt } from '../../aws/machine';
import { isInstance } from '../../aws/report';
import type { Told } from '../../aws/told';
import { Unreachable } from '../../checks/probe';
import type { Names } from '../../config/names';
import { inEnglish } from '../../contract/reading';
import { readReport } from '../../contract/report';
import { parameter } from './parameter';

/** The way onto the server of an earlier deploy. */
export async function server(
  clients: Clients,
  { status }: Names,
): Promise<Told<(script: string) => Promise<string>>> {
  const said = await parameter(clients, status);
  if (!said.ok) return said;
  const reading = readReport(said.value);
  if (reading.kind !== 'read' || !isInstance(reading.value.instance)) {
    const unread = reading.kind === 'newer' || reading.kind === 'unreadable';
    const detail = unread ? inEnglish(reading).replace(/\.$/, '') : `${status} names no machine`;
    const because = unread ? 'failed' : 'absent';
    return { ok: false, because, action: 'ssm:GetParameter', detail, reason: `${detail}.` };
  }
  const machine = machineAt(clients, reading.value.instance);
  const run = async (script: string) => {
    try {
      return await machine.run('kitte preflight', script, 30);
    } catch (error) {
      if (error instanceof ScriptFailure || !(error instanceof AwsFailure)) throw error;
      throw new Unreachable(error.message);
    }
  };
  return { ok: true, value: run };
}

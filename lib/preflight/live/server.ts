import type { Clients } from '../../aws/clients';
import { AwsFailure, ScriptFailure } from '../../aws/failure';
import { machineAt } from '../../aws/machine';
import { reportIn } from '../../aws/report';
import type { Told } from '../../aws/told';
import { Unreachable } from '../../checks/probe';
import type { Names } from '../../config/names';
import { parameter } from './parameter';

/** The way onto the server of an earlier deploy. */
export async function server(
  clients: Clients,
  { status }: Names,
): Promise<Told<(script: string) => Promise<string>>> {
  const said = await parameter(clients, status);
  if (!said.ok) return said;
  const report = reportIn(said.value);
  if (report === undefined) {
    const detail = `${status} names no machine`;
    return { ok: false, because: 'absent', action: 'ssm:GetParameter', detail, reason: `${detail}.` };
  }
  const machine = machineAt(clients, report.instance);
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

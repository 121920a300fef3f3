import { AwsFailure, ScriptFailure } from '../../deployed/failure';
import type { Machine } from '../../deployed/machine';
import type { Told } from '../../deployed/told';
import { Unreachable } from '../probe';

/** How checks run a script on the machine: what keeps them from it is `Unreachable`, what the script says of itself is not. */
export function wayOnto(machine: Told<Machine>, purpose: string): Told<(script: string) => Promise<string>> {
  if (!machine.ok) return machine;
  const run = async (script: string) => {
    try {
      return await machine.value.run(purpose, script, 30);
    } catch (error) {
      if (error instanceof ScriptFailure || !(error instanceof AwsFailure)) throw error;
      throw new Unreachable(error.message);
    }
  };
  return { ok: true, value: run };
}

import type { DkimProblem } from './selectors';
import { Refusal } from './text';

interface Rotating {
  readonly selectors: readonly string[];
  readonly active: string;
  readonly rotation?: {
    readonly from: string;
    readonly to: string;
    readonly published?: string | undefined;
    readonly switched?: string | undefined;
  };
}

/** A rotation is read off the config, so the config itself refuses its phases in a wrong order. */
export function rotationProblems({ selectors, active, rotation }: Rotating): DkimProblem[] {
  if (rotation === undefined) return [];
  const { from, to, published, switched } = rotation;
  const problems: DkimProblem[] = [];
  const refuse = (key: string, allowed: string, remedy: string) => {
    const input = key === 'active' ? active : rotation[key as keyof typeof rotation];
    const path = key === 'active' ? ['active'] : ['rotation', key];
    problems.push({ input, refusal: new Refusal(allowed, remedy), path });
  };
  for (const key of ['from', 'to'] as const)
    if (!selectors.includes(rotation[key]))
      refuse(
        key,
        'a selector of dkim.selectors: both keys are there until the rotation is over',
        `Put "${rotation[key]}" back into dkim.selectors, or remove dkim.rotation to give the rotation up.`,
      );
  if (from === to) refuse('to', 'another selector than from', 'Name the new selector.');
  if (active !== from && active !== to)
    refuse('active', `"${from}" or "${to}", which the rotation is about`, `Make one of them active.`);
  if (active === to && from !== to && published === undefined)
    refuse(
      'active',
      `"${from}", until every name server answers with the key of "${to}" and dkim.rotation.published says since when`,
      `Make "${from}" active again and run \`kitte dkim rotate\`: it switches when no message can fail by it.`,
    );
  if (switched !== undefined && active !== to)
    refuse('switched', `nothing, while "${active}" is active`, 'Remove it.');
  if (switched !== undefined && published !== undefined && switched < published)
    refuse('switched', `a moment after ${published}, when it was published`, 'Put the right dates back.');
  return problems;
}

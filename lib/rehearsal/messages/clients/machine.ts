import type { Send } from './client';
import { attempt, octetsOf, quoted } from './commands';

/** sendmail(1) on the deployed machine itself, as root. */
export const machine: Send = async (ground, cases) => {
  const said = new Map<string, string>();
  for (const one of cases) {
    const { from, to } = ground.given(one);
    const script = `base64 -d | tr -d '\\r' | sendmail -i -f ${from} -- ${to.map(quoted).join(' ')}`;
    said.set(one.id, await attempt(() => ground.machine(script, octetsOf(ground, one))));
  }
  return said;
};

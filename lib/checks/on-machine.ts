import { skip, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import type { Said } from './words';

/** A check that needs a way onto the machine. */
export function onMachine(
  parts: Pick<Check, 'id' | 'why'> & {
    subject: Said;
    expected: Said;
    command: (inquiry: Inquiry) => string;
  },
  judged: (output: string, inquiry: Inquiry) => Finding,
): Check {
  return {
    id: parts.id,
    why: parts.why,
    subject: () => parts.subject,
    async look(inquiry) {
      const command = parts.command(inquiry);
      if (inquiry.machine === undefined)
        return skip(
          { en: 'no way onto the machine is given', ja: 'マシンに入る方法が指定されていません' },
          parts.expected,
          {
            en: `Give --shell, or run there: ${command}`,
            ja: `--shell を指定するか、マシン上で次を実行してください。 ${command}`,
          },
        );
      return judged((await inquiry.machine(command)).trim(), inquiry);
    },
  };
}

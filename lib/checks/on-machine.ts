import { skip, type Check, type Finding } from './check';
import { otherVersion } from '../contract/commands';
import type { Inquiry } from './inquiry';
import { fromAws } from './others-words';
import { Unreachable } from './probe';
import type { Said, Words } from './words';

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
      const skipped = (reason: Words) =>
        skip(reason, parts.expected, {
          en: `Run it with AWS credentials that may use Run Command, give --shell, or run there: ${command}`,
          ja: `Run Command を使える AWS 認証情報で実行するか、--shell を指定するか、マシン上で次を実行してください。 ${command}`,
        });
      if (inquiry.machine === undefined)
        return skipped({
          en: 'no way onto the machine is given',
          ja: 'マシンに入る方法が指定されていません',
        });
      try {
        return judged((await inquiry.machine(command)).trim(), inquiry);
      } catch (error) {
        if (error instanceof Unreachable) return skipped(fromAws(error.message));
        const other = error instanceof Error ? otherVersion(error.message) : undefined;
        if (other !== undefined) return skip(other.words, parts.expected, other.remedy);
        throw error;
      }
    },
  };
}

import { answerOf, commandLine, otherVersion } from '../contract/commands';
import type { Inquiry, Known } from './inquiry';
import { fromAws } from './others-words';
import { Unreachable } from './probe';
import { joined, type Said, SPACE } from './words';

export interface RealMessage {
  readonly source: Buffer;
  /** `person`: as it arrived somewhere; `machine`: signed for this look, and gone nowhere. */
  readonly by: 'person' | 'machine';
}

export const SAVE: Said = {
  en: 'Send a mail to an address of yours elsewhere, save it whole with its headers, and give --message FILE.',
  ja: '自分の別のアドレス宛てに 1 通送り、届いたメールをヘッダーごと保存して、--message FILE で指定してください。',
};

/** The machine could not make one, in its own words. */
export class Unsigned extends Error {}

/** What the person gives, else one that the machine signs and keeps. */
export async function realMessage(inquiry: Inquiry): Promise<Known<RealMessage>> {
  const { facts, environment, machine } = inquiry;
  if (facts.message.value !== undefined) return { value: { source: facts.message.value, by: 'person' } };
  if (machine === undefined) return { unknown: facts.message.unknown };
  try {
    const { message } = answerOf('sample', await machine(commandLine('sample', [environment.domain])));
    // Signed as it goes over the wire.
    return { value: { source: Buffer.from(message.replace(/\r?\n/g, '\r\n'), 'latin1'), by: 'machine' } };
  } catch (error) {
    if (error instanceof Unreachable) return { unknown: fromAws(error.message) };
    const words = error instanceof Error ? error.message : String(error);
    const other = otherVersion(words);
    if (other !== undefined) return { unknown: joined([other.words, other.remedy], SPACE) };
    throw new Unsigned(words);
  }
}

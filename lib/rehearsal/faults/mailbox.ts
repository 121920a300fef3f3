import { serialsIn } from './load/job';

/** The letters of an mbox (RFC 4155), without their From_ lines. */
export function lettersIn(mbox: string): string[] {
  return mbox
    .split(/^(?=From \S+ +\w{3} \w{3} [ \d]\d )/m)
    .map((letter) => letter.replace(/^From .*\n/, ''))
    .filter((letter) => letter.trim() !== '');
}

/** A letter that brings a message home for good. */
export interface Returned {
  readonly serial: string;
  /** The recipient before any alias; local(8) writes it above everything that came with the letter. */
  readonly to: string;
  readonly letter: string;
}

/** Returned messages of a mark: the failed ones alone, by what RFC 3464 calls the action. */
export function returnedIn(letters: readonly string[], mark: string): Returned[] {
  return letters
    .filter((letter) => /^Action: failed$/m.test(letter))
    .flatMap((letter) =>
      serialsIn(letter, mark).map((serial) => ({
        serial,
        to: /^X-Original-To: (\S+)$/m.exec(letter)?.[1] ?? '',
        letter,
      })),
    );
}

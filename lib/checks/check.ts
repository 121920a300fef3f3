import type { HostedZone } from '../config/environment';
import type { Inquiry } from './inquiry';
import type { VerdictWord } from './row';
import { inLanguage, type Said, type Words } from './words';

export interface Finding {
  readonly verdict: VerdictWord;
  /** What it is about, if not the check's own subject. */
  readonly subject?: Words;
  readonly seen: Words;
  readonly expected: Words;
  /** Nothing for a pass. */
  readonly next?: Said;
}

/** `Given` is all that the check may touch: the doctor's inquiry, or what `kitte preflight` asks the account. */
export interface Check<Given = Inquiry> {
  readonly id: string;
  /** What it is looked at for: each domain, or each zone, of a server that has several. Absent for the server itself. */
  readonly of?: 'domain' | 'zone';
  readonly subject: (given: Given) => Words;
  /** Why it matters, in a line. */
  readonly why: Said;
  /** Checks that must not fail before this one can say anything of its own. */
  readonly needs?: readonly string[];
  readonly look: (given: Given) => Promise<Finding | readonly Finding[]>;
}

export const pass = (seen: Words, expected: Words): Finding => ({
  verdict: 'pass',
  seen,
  expected,
});

export const warn = (seen: Words, expected: Words, next: Said): Finding => ({
  verdict: 'warn',
  seen,
  expected,
  next,
});

export const fail = (seen: Words, expected: Words, next: Said): Finding => ({
  verdict: 'fail',
  seen,
  expected,
  next,
});

/** Not looked at: why, and how it would be. */
export const skip = (reason: Words, expected: Words, next: Said): Finding => ({
  verdict: 'skip',
  seen: reason,
  expected,
  next,
});

/** A pass when the condition holds, else a fail. */
export function judge(good: boolean, seen: Words, expected: Words, next: Said): Finding {
  return good ? pass(seen, expected) : fail(seen, expected, next);
}

/**
 * A deploy sends only what changed in the template: it does not notice what was changed by hand. Where the domain's DNS is
 * elsewhere, it is a person's to enter it at all.
 */
export function putBack(record: Words, zone?: HostedZone): Said {
  const english = inLanguage(record, 'en');
  const japanese = inLanguage(record, 'ja');
  if (zone?.kind === 'elsewhere')
    return {
      en: `Enter ${english} at the DNS of ${zone.name} as npm run kitte -- zone --domain ${zone.name} prints it: hostedZone is 'elsewhere', and no deploy writes there.`,
      ja: `hostedZone が 'elsewhere' なので、デプロイは ${zone.name} の DNS に書き込みません。「${japanese}」を、 npm run kitte -- zone --domain ${zone.name} が表示するとおりに入力してください。`,
    };
  return {
    en: `Put ${english} back as npm run kitte -- zone --format table prints it; a deploy sees no change that was made by hand.`,
    ja: `「${japanese}」を、 npm run kitte -- zone --format table が表示する値に戻してください。手作業の変更にデプロイは気づきません。`,
  };
}

import { dkimVerify } from 'mailauth';

import { internetMessage, valuesOf } from '../../../../../lib/checks/internet-message';
import type { Resolver } from '../../../../../lib/rehearsal/judge/second-opinion';
import type { Receiver } from '../../../../../lib/rehearsal/world/receiver/receiver';

export interface Judged {
  readonly file: string;
  readonly at: number;
  readonly selector: string;
  /** The receiver's own verdict on DKIM. */
  readonly receiver: string;
  /** Another judge's, with the DNS of the moment. */
  readonly mailauth: string;
}

/** Judges every message again as soon as it arrives. */
export class Arrivals {
  readonly judged: Judged[] = [];
  private noted = Infinity;
  private over = false;
  private readonly watching: Promise<void>;

  private constructor(
    private readonly receiver: Receiver,
    private readonly resolver: Resolver,
  ) {
    this.watching = this.loop();
  }

  static watch(receiver: Receiver, resolver: Resolver): Arrivals {
    return new Arrivals(receiver, resolver);
  }

  /** Messages that come from now on count as late. */
  note(): void {
    this.noted = Date.now();
  }

  /** Signed with this selector, come after the note. */
  held = (selector: string) =>
    this.judged.filter((each) => each.selector === selector && each.at > this.noted);

  async judge(source: string): Promise<Pick<Judged, 'selector' | 'mailauth'>> {
    const { results } = await dkimVerify(Buffer.from(source, 'latin1'), { resolver: this.resolver });
    const [first] = results;
    return { selector: first?.selector ?? 'none', mailauth: first?.status.result ?? 'none' };
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.watching;
  }

  private async loop(): Promise<void> {
    const known = new Set<string>();
    for (let last = false; !last;) {
      // One more round after the end: what came in the meantime is judged too.
      last = this.over;
      for (const { file, source, verdicts } of await this.receiver.messages()) {
        if (known.has(file)) continue;
        known.add(file);
        const at = Date.now();
        this.judged.push({ file, at, receiver: verdicts.dkim, ...(await this.judge(source)) });
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** The selectors that a message is signed with. */
export function signatures(source: string): string[] {
  return valuesOf(internetMessage(Buffer.from(source, 'latin1')), 'dkim-signature').map(
    (value) => /(?:^|;)\s*s=([\w-]+)/.exec(value)?.[1] ?? '',
  );
}

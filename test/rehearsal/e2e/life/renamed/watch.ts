import { reverseOf } from '../../../../../lib/checks/address';
import type { World } from '../../../../../lib/rehearsal/world';

interface Look {
  readonly greeting: string;
  readonly reverse: string;
}

/** Looks again and again whether the greeting and the reverse name lead to the address and back, as a receiver does. */
export class Watch {
  /** Moments at which one did not. */
  readonly gaps: string[] = [];
  /** Every pair of greeting and reverse name that there was, in the order of their coming. */
  readonly seen = new Set<string>();
  looks = 0;
  private over = false;
  private readonly watching: Promise<void>;

  private constructor(
    private readonly world: World,
    private readonly address: string,
    private readonly instance: string,
  ) {
    this.watching = this.loop();
  }

  static begin(world: World, address: string, instance: string): Watch {
    return new Watch(world, address, instance);
  }

  async look(): Promise<Look> {
    const [name, reverse] = await Promise.all([
      this.world.exec(this.instance, ['postconf', '-h', 'myhostname']),
      this.world.lookup(reverseOf(this.address), 'PTR'),
    ]);
    return { greeting: name.stdout.trim(), reverse: reverse.join().replace(/\.$/, '') };
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.watching;
  }

  private async loop(): Promise<void> {
    while (!this.over) {
      const { greeting, reverse } = await this.look();
      const [ofGreeting, ofReverse] = await Promise.all(
        [greeting, reverse].map((name) => this.world.lookup(name, 'A')),
      );
      this.looks += 1;
      this.seen.add(`${greeting} ${reverse}`);
      for (const [name, found] of [
        [greeting, ofGreeting],
        [reverse, ofReverse],
      ] as const)
        if (found?.join() !== this.address)
          this.gaps.push(`${new Date().toISOString()} ${name}: ${found?.join() ?? 'nothing'}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

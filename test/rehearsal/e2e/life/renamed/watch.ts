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
    /** Which the host has one after the other. */
    private readonly names: readonly string[],
  ) {
    this.watching = this.loop();
  }

  static begin(world: World, address: string, instance: string, names: readonly string[]): Watch {
    return new Watch(world, address, instance, names);
  }

  async look(): Promise<Look> {
    return (await this.see()).look;
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.watching;
  }

  /** The greeting and the reverse name, and where each name leads. */
  private async see(): Promise<{ readonly look: Look; readonly led: ReadonlyMap<string, string> }> {
    const [name, [reverse, ...led]] = await Promise.all([
      this.world.exec(this.instance, ['postconf', '-h', 'myhostname']),
      this.world.dns.lookups([
        [reverseOf(this.address), 'PTR'],
        ...this.names.map((each) => [each, 'A'] as const),
      ]),
    ]);
    return {
      look: { greeting: name.stdout.trim(), reverse: reverse?.join().replace(/\.$/, '') ?? '' },
      led: new Map(this.names.map((each, at) => [each, led[at]?.join() ?? ''])),
    };
  }

  private async loop(): Promise<void> {
    while (!this.over) {
      const { look, led } = await this.see();
      this.looks += 1;
      this.seen.add(`${look.greeting} ${look.reverse}`);
      for (const name of [look.greeting, look.reverse])
        if (led.get(name) !== this.address)
          this.gaps.push(`${new Date().toISOString()} ${name}: ${led.get(name) || 'nothing'}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

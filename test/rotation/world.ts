import type { Dkim, Environment } from '../../lib/config/environment';
import { longestStay } from '../../lib/machine/postfix/queue-times';
import type { Seen } from '../../lib/rotation/seen';
import { KEYS, SERVERS } from './seen';

/** What a name server said of a selector, from a moment on. */
interface Said {
  readonly from: number;
  readonly key: string | undefined;
}

export const NEGATIVE_TTL = 900;

/**
 * A world that is as unhelpful as it may be: each name server changes when it likes, resolvers keep each answer for the
 * whole of its life, messages stay in the queue as long as they can. Time is in seconds.
 */
export class AdverseWorld {
  now = 0;
  private readonly said = new Map<string, Said[]>();
  private signing: string;
  /** When the server signed with it for the last time. */
  private readonly signedUntil = new Map<string, number>();

  constructor(
    private readonly environment: Pick<Environment, 'ttl' | 'queueLifetime'>,
    deployed: Dkim,
  ) {
    this.signing = deployed.active;
    for (const server of SERVERS)
      this.said.set(`${server} ${this.signing}`, [{ from: -Infinity, key: KEYS[this.signing] }]);
  }

  pass(seconds: number): void {
    this.signedUntil.set(this.signing, this.now + seconds);
    this.now += seconds;
  }

  /** The config is deployed; the machine, and each name server, take it up now or at a later deploy of the same. */
  deploy(dkim: Dkim, machine: boolean, servers: readonly boolean[]): void {
    if (machine) {
      this.signing = dkim.active;
      this.signedUntil.set(this.signing, this.now);
    }
    SERVERS.filter((_, index) => servers[index]).forEach((server) => {
      for (const selector of dkim.selectors) this.say(server, selector, KEYS[selector]);
      for (const selector of dkim.retired) this.say(server, selector, '');
    });
  }

  seen(selectors: readonly string[], withAws: boolean): Seen {
    const answer = (server: string, selector: string) => {
      const key = this.history(server, selector).at(-1)?.key;
      return { server, address: '192.0.2.1', ...(key === undefined ? {} : { key }) };
    };
    const unknown = { unknown: 'no credentials' };
    return {
      answers: Object.fromEntries(
        selectors.map((selector) => [selector, SERVERS.map((server) => answer(server, selector))]),
      ),
      negativeTtl: { value: NEGATIVE_TTL },
      made: unknown,
      keys: withAws ? { value: KEYS } : unknown,
      signing: withAws ? { value: this.signing } : unknown,
    };
  }

  /** Selectors of messages that may be verified now, with an answer that some resolver may give and that is not the key. */
  failing(): string[] {
    const stay = longestStay(this.environment.queueLifetime);
    return [...this.signedUntil]
      .filter(([selector, until]) => selector === this.signing || this.now < until + stay)
      .map(([selector]) => selector)
      .filter((selector) => this.possible(selector).some((key) => key !== KEYS[selector]));
  }

  /** Every answer that a resolver may have had at a moment from which it may keep it until now. */
  private possible(selector: string): (string | undefined)[] {
    return SERVERS.flatMap((server) => {
      const history = [{ from: -Infinity, key: undefined }, ...this.history(server, selector)];
      return history
        .filter(({ key }, index) => {
          const ends = history[index + 1]?.from ?? Infinity;
          return ends + (key === undefined ? NEGATIVE_TTL : this.environment.ttl.policy) > this.now;
        })
        .map(({ key }) => key);
    });
  }

  private history(server: string, selector: string): Said[] {
    return this.said.get(`${server} ${selector}`) ?? [];
  }

  private say(server: string, selector: string, key: string | undefined): void {
    const history = this.history(server, selector);
    if (history.at(-1)?.key === key) return;
    this.said.set(`${server} ${selector}`, [...history, { from: this.now, key }]);
  }
}

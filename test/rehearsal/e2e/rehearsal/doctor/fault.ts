import type { Hands } from './hands';

/** What can be wrong, and which row, and no other, must say so. */
export interface Fault {
  readonly name: string;
  readonly row: string;
  readonly verdict: 'fail' | 'warn';
  /** A word of what the doctor must have seen. */
  readonly seen: RegExp;
  /** What it must tell the person to do. */
  readonly next: RegExp;
  readonly plant: (hands: Hands) => Promise<void>;
  readonly heal: (hands: Hands) => Promise<void>;
  /** What the person at the keyboard gives otherwise, if anything. */
  readonly message?: 'none' | ((source: string) => string);
  /** Rows that must speak beside it, as it cannot be had without what they look at. */
  readonly also?: readonly string[];
}

export const domain = 'example.com';
export const host = `mail.${domain}`;
export const address = '203.0.113.10';

/** A record changed by hand in the zone. */
export function record(
  row: string,
  name: string,
  at: readonly [string, string],
  changed: (values: readonly string[]) => readonly string[],
  seen: RegExp,
  next: RegExp,
  verdict: Fault['verdict'] = 'fail',
): Fault {
  let before: readonly string[] = [];
  return {
    ...{ name, row, verdict, seen, next },
    plant: async (hands) => {
      before = await hands.values(...at);
      await hands.record(...at, changed(before));
    },
    heal: (hands) => hands.record(...at, before),
  };
}

/** A deploy would not notice, so the person must put it back. */
export const putBack = (what: string) =>
  new RegExp(`^Put ${what} back as npm run kitte -- zone --format table prints it`);

/** A file or a setting changed by hand on the machine. */
export function machine(
  row: string,
  name: string,
  seen: RegExp,
  next: RegExp,
  script: string,
  heal: string,
): Fault {
  return {
    ...{ name, row, verdict: 'fail', seen, next },
    plant: (hands) => hands.shell(script).then(() => undefined),
    heal: (hands) => hands.shell(heal).then(() => undefined),
  };
}

export const RELOAD = 'postfix reload 2>/dev/null; while ! ss -Hltn | grep -q :465; do sleep 0.2; done';

export const postfix = (
  row: string,
  name: string,
  seen: RegExp,
  next: RegExp,
  script: string,
  reload = RELOAD,
): Fault =>
  machine(
    ...([row, name, seen, next] as const),
    `rm -rf /root/postfix.good; cp -a /etc/postfix /root/postfix.good; ${script}; ${reload}`,
    `cp -a /root/postfix.good/main.cf /root/postfix.good/master.cf /etc/postfix/; ${RELOAD}`,
  );

import type { Known } from '../rotation/seen';

/** What one name server of the zone says of one host name. */
export interface Answer {
  readonly server: string;
  readonly addresses: readonly string[];
  /** Why nothing is known. */
  readonly error?: string;
}

/** The settings that are deployed and in force, by the server's own word. */
export interface Serving {
  readonly hostName: string;
  readonly hosts: readonly string[];
  /** Of which former names nothing waits any more, by `keyOf`. */
  readonly dry: ReadonlySet<string>;
}

/** The world outside the config, as far as a rename must know it. */
export interface Seen {
  /** By host name. */
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
  /** The longest that a resolver may go on with "there is none", in seconds (RFC 2308 section 5). */
  readonly negativeTtl: Known<number>;
  /** The reverse names of the server's address. */
  readonly reverse: Known<readonly string[]>;
  readonly serving: Known<Serving>;
}

/** Why a host name does not yet lead everybody to where the other one leads, or undefined when it does. */
export function unpublished(hostName: string, other: string, { answers }: Seen): string | undefined {
  const all = answers[hostName] ?? [];
  if (all.length === 0) return 'the zone has no name server that could be asked';
  const wrong = all.flatMap(({ server, addresses, error }) => {
    if (error !== undefined) return [`${server}: ${error}`];
    const there = answers[other]?.find((each) => each.server === server)?.addresses ?? [];
    if (addresses.length === 0) return [`${server} has no A record of ${hostName}`];
    return addresses.join() === there.join() && there.length === 1
      ? []
      : [
          `${server} has ${addresses.join(', ')} for ${hostName} and ${there.join(', ') || 'nothing'} for ${other}`,
        ];
  });
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

/** Name servers that have such a name already. */
export function taken(hostName: string, { answers }: Seen): string[] {
  return (answers[hostName] ?? []).flatMap(({ server, addresses }) => (addresses.length > 0 ? [server] : []));
}

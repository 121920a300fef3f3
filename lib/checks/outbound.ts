/** What a machine found when it tried to reach port 25 of a mail server. */
export type Outbound = 'open' | 'closed' | 'refused' | 'unresolved';

/**
 * Prints one of the words of `Outbound`: the machine's own program, which also tries it for the report.
 * `farEnd` is a host name or an address, and nothing else.
 */
export function outboundScript(farEnd: string): string {
  if (!/^[A-Za-z0-9._:-]+$/.test(farEnd)) throw new Error(`"${farEnd}" is no host name.`);
  return `PYTHONPATH=/usr/local/lib/kitte/kitte.pyz python3 -m kitte.port25 ${farEnd}`;
}

export function outboundOf(printed: string): Outbound | undefined {
  const word = printed.trim();
  return (['open', 'closed', 'refused', 'unresolved'] as const).find((each) => each === word);
}

/** What a machine found when it tried to reach port 25 of a mail server. */
export type Outbound = 'open' | 'closed' | 'refused' | 'unresolved';

/** EC2 drops what it blocks, so that nothing answers; a refusal was answered, and came through. */
const SECONDS = 10;

/** Prints one of the words of `Outbound`. `farEnd` is a host name or an address, and nothing else. */
export function outboundScript(farEnd: string): string {
  if (!/^[A-Za-z0-9._:-]+$/.test(farEnd)) throw new Error(`"${farEnd}" is no host name.`);
  return [
    `getent ahostsv4 ${farEnd} >/dev/null || { echo unresolved; exit; }`,
    `timeout ${String(SECONDS)} bash -c '</dev/tcp/${farEnd}/25' 2>/dev/null`,
    'case $? in 0) echo open ;; 124) echo closed ;; *) echo refused ;; esac',
  ].join('\n');
}

export function outboundOf(printed: string): Outbound | undefined {
  const word = printed.trim();
  return (['open', 'closed', 'refused', 'unresolved'] as const).find((each) => each === word);
}

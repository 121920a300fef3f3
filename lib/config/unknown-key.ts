/** What people write from habit, by section and key, and what to write here. */
const HABITS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dmarc: {
    pct: 'RFC 9989 dropped pct: in place of pct=0 set testing: true (t=y), which asks for a policy one level milder; there is no other share.',
    rf: 'RFC 9989 dropped rf: failure reports have one format (RFC 9991). Remove it.',
    ri: 'RFC 9989 dropped ri: receivers choose how often they report (RFC 9990), mostly once a day. Remove it.',
    psd: 'psd is for operators of public suffixes (RFC 9989): remove it.',
    fo: 'Remove it: Kitte keeps the default, a failure report when neither SPF nor DKIM passes and aligns.',
    p: 'Write policy.',
    sp: 'Write subdomainPolicy.',
    np: 'Write nonexistentPolicy.',
    t: 'Write testing: true for t=y.',
    adkim: 'Write alignment: { dkim: "strict" } or "relaxed".',
    aspf: 'Write alignment: { spf: "strict" } or "relaxed".',
  },
  spf: { ip6: 'Kitte sends over IPv4 alone, and takes no ip6: put it behind an include of your own.' },
};

export function unknownKeyRemedy(section: string, key: string, known: readonly string[]): string {
  const habit = HABITS[section]?.[key];
  if (habit !== undefined) return habit;
  const [near] = known
    .map((name) => ({ name, distance: distance(key.toLowerCase(), name.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= Math.max(1, Math.floor(candidate.name.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near === undefined ? 'Remove it.' : `Did you mean ${near.name}?`;
}

/** Levenshtein's edit distance, a row at a time. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, character] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j += 1) {
      const replaced = (row[j] ?? 0) + (character === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

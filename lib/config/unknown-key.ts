import { isSecretKey } from './received';
import { distance } from './spelling';

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
  '': {
    zoneId: "Write hostedZone: { id: 'Z…' }.",
    hostedZoneId: "Write hostedZone: { id: 'Z…' }.",
    zone: "Write hostedZone: { id: 'Z…' }, { create: true } or 'elsewhere'.",
    zoneName: "Write hostedZone: { id: 'Z…', name: … }.",
    instanceType: 'Write machine: { instanceType: … }.',
    senders: 'Senders belong to a login: write users: [{ login: …, senders: … }].',
    selector: 'Write dkim: { selectors: […] }.',
    postmaster: 'Write roleAddresses: { postmaster: … }.',
    policy: 'Write dmarc: { policy: … }.',
    email: 'Write certificate: { email: … }.',
  },
  hostedZone: {
    zoneId: 'Write id.',
    hostedZoneId: 'Write id.',
    zoneName: 'Write name.',
    domain: 'Write name.',
    roleArn: 'Write role.',
    assumeRole: 'Write role.',
    delegationRole: 'Write role.',
  },
  machine: { type: 'Write instanceType.', ami: 'Write image: { ami: … }.', arch: 'Write architecture.' },
  spf: { ip6: 'Kitte sends over IPv4 alone, and takes no ip6: put it behind an include of your own.' },
};

const SECRETS =
  'Remove it, also from the history of the file: no secret stands in the config. The deploy makes a password for each login and keeps it in Secrets Manager; `kitte users show LOGIN --with-password` prints it.';

export function unknownKeyRemedy(section: string, key: string, known: readonly string[]): string {
  if (isSecretKey(key)) return SECRETS;
  if (known.includes(key))
    return 'Remove it: another form of this has it, and the one that is written has not.';
  const habit = HABITS[section]?.[key];
  if (habit !== undefined) return habit;
  const [near] = known
    .map((name) => ({ name, distance: distance(key.toLowerCase(), name.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= Math.max(1, Math.floor(candidate.name.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near === undefined ? 'Remove it.' : `Did you mean ${near.name}?`;
}

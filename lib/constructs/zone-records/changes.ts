import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';

/** A set as the deploy wants it: fully qualified with the final dot, values as Route 53 takes them. */
export interface WantedRecord {
  readonly Name: string;
  readonly Type: string;
  /** Seconds. */
  readonly TTL: string;
  readonly Values: readonly string[];
}

export interface Plan {
  readonly changes: readonly Change[];
  /** Sets in the way that Kitte did not make, each in words. */
  readonly foreign: readonly string[];
}

/**
 * What makes the zone as it is wanted. `before` is what this resource had last: a set that is as it was then is its own, and may
 * be changed or deleted; one with the very values that are wanted is taken over; every other one is somebody else's.
 */
export function planned(
  existing: readonly ResourceRecordSet[],
  wanted: readonly WantedRecord[],
  before: readonly WantedRecord[],
): Plan {
  const changes: Change[] = [];
  const foreign: string[] = [];
  for (const record of wanted) {
    const there = existing.filter((set) => keyOf(set) === keyOf(record));
    const [found] = there;
    const alias = existing.find((set) => keyOf(set) === keyOf({ ...record, Type: 'CNAME' }));
    if (found === undefined) {
      if (alias === undefined) changes.push(change('CREATE', setOf(record)));
      else foreign.push(described(alias, record));
    } else if (there.length > 1 || !isPlain(found)) foreign.push(described(found, record));
    else if (holds(found, record)) {
      if (String(found.TTL) !== record.TTL) changes.push(change('UPSERT', setOf(record)));
    } else if (wasMade(found, before)) changes.push(change('UPSERT', setOf(record)));
    else foreign.push(described(found, record));
  }
  const kept = new Set(wanted.map(keyOf));
  for (const record of before.filter((each) => !kept.has(keyOf(each)))) {
    const there = existing.filter((set) => keyOf(set) === keyOf(record));
    const [found] = there;
    // Deleted by its values as they stand there, which Route 53 asks for.
    if (found !== undefined && there.length === 1 && isPlain(found) && holds(found, record))
      changes.push(change('DELETE', found));
  }
  return { changes, foreign };
}

const change = (Action: 'CREATE' | 'UPSERT' | 'DELETE', set: ResourceRecordSet): Change => ({
  Action,
  ResourceRecordSet: set,
});

const setOf = ({ Name, Type, TTL, Values }: WantedRecord): ResourceRecordSet => ({
  Name,
  Type: Type as ResourceRecordSet['Type'],
  TTL: Number(TTL),
  ResourceRecords: Values.map((Value) => ({ Value })),
});

/** Neither an alias nor one of several by a routing policy: those Kitte never makes. */
const isPlain = ({ AliasTarget, SetIdentifier }: ResourceRecordSet) =>
  AliasTarget === undefined && SetIdentifier === undefined;

/** Route 53 answers with the final dot, in lower case. */
const keyOf = ({ Name = '', Type = '' }: Partial<Record<'Name' | 'Type', string | undefined>>) =>
  `${Name.toLowerCase().replace(/\.$/, '')} ${Type}`;

const wasMade = (found: ResourceRecordSet, before: readonly WantedRecord[]) =>
  before.some((record) => keyOf(record) === keyOf(found) && holds(found, record));

/** The same values, in whatever order and spelling. */
function holds({ ResourceRecords = [] }: ResourceRecordSet, { Values }: WantedRecord): boolean {
  const one = ResourceRecords.map(({ Value = '' }) => plain(Value)).sort();
  const two = Values.map(plain).sort();
  return one.length === two.length && one.every((value, index) => value === two[index]);
}

/** Escapes of a character are of one octet, whichever is written (RFC 1035 section 5.1 in octal, as Route 53 has it). */
const plain = (value: string) =>
  value.replace(/\\([0-7]{3}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? `\\${String.fromCharCode(parseInt(escaped, 8))}` : `\\${escaped}`,
  );

function described(found: ResourceRecordSet, wanted: WantedRecord): string {
  const { Type = '', ResourceRecords = [], AliasTarget } = found;
  const values = isPlain(found)
    ? ResourceRecords.map(({ Value }) => Value).join(' | ')
    : `an alias or a routing policy${AliasTarget?.DNSName === undefined ? '' : ` to ${AliasTarget.DNSName}`}`;
  return `${wanted.Name.replace(/\.$/, '')} has ${Type} ${values}, where ${wanted.Type} ${wanted.Values.join(' | ')} is wanted`;
}

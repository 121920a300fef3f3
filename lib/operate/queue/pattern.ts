import type { QueueEntry } from './entry';

/** Which messages are meant: within one field any of the values, and every field that is given. */
export interface QueuePattern {
  readonly ids?: readonly string[];
  readonly senders?: readonly string[];
  readonly recipients?: readonly string[];
  /** Of a recipient. */
  readonly domains?: readonly string[];
}

/** Matched here and not on the machine: what a person writes never reaches its shell. */
export function matching(entries: readonly QueueEntry[], pattern: QueuePattern): QueueEntry[] {
  const { ids, senders, recipients, domains } = pattern;
  return entries.filter(
    (entry) =>
      among(ids, [entry.queueId]) &&
      among(senders, [entry.sender]) &&
      among(
        recipients,
        entry.recipients.map(({ address }) => address),
      ) &&
      among(
        domains,
        entry.recipients.map(({ address }) => address.slice(address.lastIndexOf('@') + 1)),
      ),
  );
}

/** Nothing given: all. Letters' case does not count. */
function among(wanted: readonly string[] | undefined, values: readonly string[]): boolean {
  if (wanted === undefined || wanted.length === 0) return true;
  const folded = new Set(wanted.map((each) => each.toLowerCase()));
  return values.some((value) => folded.has(value.toLowerCase()));
}

export function isEmpty(pattern: QueuePattern): boolean {
  return Object.values(pattern).every((values: readonly string[] | undefined) => (values ?? []).length === 0);
}

import type { Told } from './verifiers';

/** Written on the way, by whoever hands on or receives; or dropped on purpose: docs say which and why. */
const ON_THE_WAY = new Set([
  ...['received', 'return-path', 'delivered-to', 'x-original-to', 'envelope-to', 'delivery-date'],
  ...['dkim-signature', 'authentication-results', 'x-originating-ip', 'bcc', 'resent-bcc', 'content-length'],
]);
/** Completed where the client wrote none (RFC 6409 section 8). */
const COMPLETED = new Set(['date', 'message-id', 'from', 'to', 'sender', 'resent-from', 'resent-date']);

/** What the message that arrived says otherwise than the one that was submitted; nothing when they say the same. */
export function differences(submitted: Told, arrived: Told): string[] {
  const before = kept(submitted);
  const after = kept(arrived);
  const missing = before.filter((field) => !after.includes(field));
  const names = new Set(submitted.fields.map(([name]) => name));
  const added = after.filter((field) => {
    const name = field.slice(0, field.indexOf(':'));
    return !before.includes(field) && !(COMPLETED.has(name) && !names.has(name));
  });
  const bodies = [submitted, arrived].map(({ body }) => JSON.stringify(body));
  return [
    ...missing.map((field) => `lost or changed: ${cut(field)}`),
    ...added.map((field) => `arrived: ${cut(field)}`),
    ...(bodies[0] === bodies[1]
      ? []
      : [`the content differs: ${firstDifference(bodies[0] ?? '', bodies[1] ?? '')}`]),
  ];
}

const kept = ({ fields }: Told) =>
  fields.filter(([name]) => !ON_THE_WAY.has(name)).map(([name, value]) => `${name}: ${value}`);

const cut = (text: string) =>
  text.length > 160 ? `${text.slice(0, 160)}... (${String(text.length)})` : text;

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 60);
  return `${around(one)} <> ${around(other)}`;
}

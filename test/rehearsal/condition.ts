import type { Zone } from '../../lib/local-aws/fleet';
import type { Rehearsal } from '../../lib/rehearsal/rehearse';
import { receiverHost } from '../../lib/rehearsal/world/layout';
import { until } from '../../lib/rehearsal/world/shell';

/** What a server and its world are like, by name. */
export type Condition = Readonly<Record<string, string>>;

const UNITS = [
  'unbound',
  'opendkim',
  'dovecot',
  'postfix',
  'kitte-guard.socket',
  'kitte-holder',
  'kitte-watch',
  'kitte-sync.timer',
];
/** Certificates are renewed, passwords turned, counters and mailboxes grow; what configures the daemons stays. */
const FILES =
  '/etc/postfix /etc/dovecot /etc/opendkim.conf /etc/unbound /etc/kitte /etc/systemd/system /run/systemd/system';

/** One look, a line each: a name, then what was seen. */
const LOOK = `
echo "files $(find ${FILES} -path /etc/kitte/tls -prune -o -name kitte.passwd -o -type f -print0 2>/dev/null | sort -z | xargs -0 sha256sum | sha256sum)"
echo "logins $(cut -d: -f1 /etc/dovecot/kitte.passwd | tr '\\n' ' ')"
echo "daemons $(systemctl is-active ${UNITS.join(' ')} | tr '\\n' ' ')"
echo "failed units $(systemctl list-units --failed --plain --no-legend | cut -d' ' -f1 | tr '\\n' ' ')"
echo "queue $(postqueue -j | wc -l) messages"
echo "ports $(ss -Hltn | awk '{print $4}' | sort -u | tr '\\n' ' ')"
echo "way out $(timeout 3 bash -c '</dev/tcp/${receiverHost}/25' 2>/dev/null && echo open || echo closed)"
`;
const DEADLINE_MS = 15_000;

export async function conditionOf({ stand }: Rehearsal): Promise<Condition> {
  const { account, world } = stand;
  const machines = account.instances().map(({ id }) => id);
  const { stdout } = await world.exec(machines[0] ?? 'none', ['sh', '-c', LOOK]);
  const seen = stdout.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^(files|logins|daemons|failed units|queue|ports|way out) (.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value?.trim() ?? '']];
  });
  return {
    ...Object.fromEntries(seen),
    machines: machines.join(' '),
    // One by one: those of other people come later.
    ...Object.fromEntries(account.zones().map(({ id, records }) => [`zone ${id}`, published(records)])),
    'reverse names': JSON.stringify([...account.reverseNames()]),
  };
}

/** A record a line; a zone has no order. */
function published(records: Zone['records']): string {
  const lines = records.map(({ name, type, ttl, values }) =>
    [name, type, String(ttl), ...[...values].sort()].join(' '),
  );
  return lines.sort().join('\n');
}

/** The lines of one that the other has not. */
const beyond = (one = '', other = '') =>
  one
    .split('\n')
    .filter((line) => !other.split('\n').includes(line))
    .join(', ');

/** What is otherwise than it was, in words; a daemon that was just started gets a moment. */
export async function changes(rehearsal: Rehearsal, before: Condition): Promise<string[]> {
  let last = ['it does not answer'];
  await until('the server to be as before', DEADLINE_MS, async () => {
    const now = await conditionOf(rehearsal);
    last = Object.keys(before)
      .filter((name) => before[name] !== now[name])
      .map((name) => {
        const [is, was] = [beyond(now[name] ?? 'gone', before[name]), beyond(before[name], now[name])];
        return `${name} ${is.slice(0, 120)} (was ${was.slice(0, 120)})`;
      });
    return last.length === 0 ? true : undefined;
  }).catch(() => undefined);
  return last;
}

import { until } from '../world/shell';
import type { Fault } from './fault';
import type { Ground } from './ground';

const group = 'machine';
/**
 * More than journald takes of a service in half a minute by its own settings: 10,000, times what the logarithm of the free
 * space makes of it, five or six on a large disk (journald.conf(5), RateLimitBurst).
 */
const LINES = 90_000;
const UNIT = 'postfix.service';

const text = (mark: string) => `0000000000: to=<${mark}@inbox.example.net>, status=sent, line`;

/** Lines as Postfix writes them, from within its unit: journald limits a unit, not a program. */
const burst = (mark: string) => `
group=$(systemctl show --property=ControlGroup --value ${UNIT})
for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  if [ -w "$tree$group/cgroup.procs" ]; then echo $$ > "$tree$group/cgroup.procs"; fi
done
seq -f '${text(mark)} %.0f' ${String(LINES)} | logger --priority mail.info --tag postfix/smtp`;

/** How many of them the journal holds as that unit's. */
async function kept(ground: Ground, mark: string): Promise<number> {
  const unit = `_SYSTEMD_UNIT=${UNIT}`;
  const found = await ground.sh(
    `journalctl --sync; journalctl ${unit} SYSLOG_IDENTIFIER=postfix/smtp --boot --quiet --output=cat --no-pager | grep -cF '${text(mark)}' || true`,
  );
  return Number(found);
}

let mark = '';

/** Every line is there in the end; the writer waits for journald, so that none is under way for long. */
async function counted(ground: Ground): Promise<string> {
  const wanted = LINES.toLocaleString('en');
  try {
    await until('every line', 30_000, async () => ((await kept(ground, mark)) === LINES ? true : undefined));
  } catch {
    const there = (await kept(ground, mark)).toLocaleString('en');
    throw new Error(`The journal holds ${there} of ${wanted} lines.`);
  }
  return `${wanted} of ${wanted} lines are kept; ${(await ground.sh('journalctl --disk-usage')).trim()}`;
}

export const logBurst: Fault = {
  id: 'machine-log-burst',
  group,
  name: 'a burst of lines from Postfix, while mail goes on: each is kept',
  client: 'served',
  plant: async (ground) => {
    mark = ground.mark('burst');
    await ground.sh(burst(mark));
  },
  during: counted,
  heal: () => Promise.resolve(),
};

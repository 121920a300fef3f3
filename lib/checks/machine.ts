import { fail, judge, pass, skip, warn, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';

export const machineReport: Check = {
  id: 'machine-report',
  subject: () => "the machine's own report",
  why: 'The machine knows first when it could not take a config or has no certificate.',
  look({ facts, now }) {
    const report = facts.report.value;
    const expected = 'converged';
    if (report === undefined)
      return Promise.resolve(
        skip(facts.report.unknown ?? '', expected, 'Run it with AWS credentials of the account.'),
      );
    const age = Math.max(0, Math.round((now().getTime() - Date.parse(report.at)) / 60_000));
    const warning = report.warning ?? '';
    const words = [report.state, report.reason, warning, Number.isNaN(age) ? '' : `since ${lasting(age)}`]
      .filter((word) => word !== '')
      .join(', ');
    if (report.state === 'converged' && warning !== '')
      return Promise.resolve(
        warn(words, expected, 'Mend what it warns of before it fails: the runbook says how.'),
      );
    if (report.state === 'converged') return Promise.resolve(pass(words, expected));
    if (report.state === 'waiting')
      return Promise.resolve(warn(words, expected, 'Delegate the zone; the machine goes on by itself.'));
    return Promise.resolve(fail(words, expected, 'Mend what the reason names, then deploy.'));
  },
};

const lasting = (minutes: number) =>
  minutes < 120
    ? `${String(minutes)} min`
    : minutes < 2880
      ? `${String(Math.round(minutes / 60))} h`
      : `${String(Math.round(minutes / 1440))} days`;

/** A check that needs a way onto the machine. */
function onMachine(
  parts: Pick<Check, 'id' | 'why'> & {
    subject: string;
    expected: string;
    command: (inquiry: Inquiry) => string;
  },
  judged: (output: string, inquiry: Inquiry) => Finding,
): Check {
  return {
    id: parts.id,
    why: parts.why,
    subject: () => parts.subject,
    async look(inquiry) {
      const command = parts.command(inquiry);
      if (inquiry.machine === undefined)
        return skip(
          'no way onto the machine is given',
          parts.expected,
          `Give --shell, or run there: ${command}`,
        );
      return judged((await inquiry.machine(command)).trim(), inquiry);
    },
  };
}

export const outbound = onMachine(
  {
    id: 'outbound-25',
    why: 'EC2 blocks outgoing port 25 until AWS agrees: mail waits in the queue until then.',
    subject: 'port 25 outbound',
    expected: 'open',
    command: ({ facts }) =>
      `timeout 10 bash -c '</dev/tcp/${facts.farEnd}/25' 2>/dev/null && echo open || echo closed`,
  },
  (output, { facts }) =>
    judge(
      output === 'open',
      `${output}, to ${facts.farEnd}`,
      'open',
      'Ask AWS to lift the limit: README, What you do by hand.',
    ),
);

export const queue = onMachine(
  {
    id: 'queue',
    why: 'Mail that waits has not arrived; what grows here is refused somewhere.',
    subject: 'the queue',
    expected: 'no message older than an hour',
    command: () => 'postqueue -j',
  },
  (output, { now }) => {
    const messages = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { arrival_time: number });
    const old = messages.filter(({ arrival_time }) => now().getTime() / 1000 - arrival_time > 3600);
    const words = `${String(messages.length)} waiting, ${String(old.length)} older than an hour`;
    const expected = 'no message older than an hour';
    if (old.length === 0) return pass(words, expected);
    return warn(words, expected, 'On the machine, postqueue -p tells why; mend that, then postqueue -f.');
  },
);

export const clock = onMachine(
  {
    id: 'clock',
    why: 'A wrong clock breaks certificates, signatures and the calls to AWS.',
    subject: 'the clock',
    expected: 'within 60 s of this one',
    command: () => 'date +%s',
  },
  (output, { now }) => {
    const off = Math.round(Number(output) - now().getTime() / 1000);
    const next =
      'On the machine: timedatectl; systemctl restart systemd-timesyncd. See that this computer is right.';
    return judge(Math.abs(off) <= 60, `${String(off)} s off`, 'within 60 s of this one', next);
  },
);

export const disk = onMachine(
  {
    id: 'disk',
    why: 'On a full disk Postfix takes no mail.',
    subject: 'the disk',
    expected: 'under 80 % in use',
    command: () => 'df --output=pcent / | tail -n 1',
  },
  (output) => {
    const percent = Number(output.replace('%', ''));
    const next =
      'Raise machine.volumeSizeGiB in the config, or see what fills it: du -xh --max-depth=2 / | sort -h.';
    const words = `${output.trim()} in use`;
    if (percent >= 80 && percent < 95) return warn(words, 'under 80 % in use', next);
    return judge(percent < 80, words, 'under 80 % in use', next);
  },
);

export const upgrades = onMachine(
  {
    id: 'upgrades',
    why: 'Security upgrades come by themselves; where they stop, the server grows holes.',
    subject: 'security upgrades',
    expected: 'the timer is active',
    command: () => 'systemctl is-active apt-daily-upgrade.timer || true',
  },
  (output) =>
    judge(
      output === 'active',
      output,
      'the timer is active',
      'On the machine: systemctl enable --now apt-daily-upgrade.timer.',
    ),
);

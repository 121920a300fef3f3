import { fail, judge, pass, skip, warn, type Check } from './check';
import { onMachine } from './on-machine';
import { COMMA, joined, type Said } from './words';

export const machineReport: Check = {
  id: 'machine-report',
  subject: () => ({ en: "the machine's own report", ja: 'マシン自身の報告' }),
  why: {
    en: 'The machine knows first when it could not take a config or has no certificate.',
    ja: '設定を取り込めないことや証明書がないことは、マシンが最初に知ります。',
  },
  look({ facts, now }) {
    const report = facts.report.value;
    const expected = 'converged';
    if (report === undefined)
      return Promise.resolve(
        skip(facts.report.unknown ?? '', expected, {
          en: 'Run it with AWS credentials of the account.',
          ja: 'このアカウントの AWS 認証情報を使って実行してください。',
        }),
      );
    const age = Math.max(0, Math.round((now().getTime() - Date.parse(report.at)) / 60_000));
    const { warning } = report;
    const words = joined(
      [report.state, report.reason, warning, Number.isNaN(age) ? '' : lasting(age)].filter(
        (word) => word !== '',
      ),
      COMMA,
    );
    if (report.state === 'converged' && warning !== '')
      return Promise.resolve(
        warn(words, expected, {
          en: 'Mend what it warns of before it fails: the runbook says how.',
          ja: '警告の原因を、障害になる前に直してください。手順は運用手順書にあります。',
        }),
      );
    if (report.state === 'converged') return Promise.resolve(pass(words, expected));
    if (report.state === 'waiting')
      return Promise.resolve(
        warn(words, expected, {
          en: 'Delegate the zone; the machine goes on by itself.',
          ja: 'ゾーンを委任してください。あとはマシンが自動で進めます。',
        }),
      );
    return Promise.resolve(
      fail(words, expected, {
        en: 'Mend what the reason names, then deploy.',
        ja: '報告された原因を直してから、デプロイしてください。',
      }),
    );
  },
};

function lasting(minutes: number): Said {
  const [count, en, ja] =
    minutes < 120
      ? [minutes, 'min', '分']
      : minutes < 2880
        ? [minutes / 60, 'h', '時間']
        : [minutes / 1440, 'days', '日'];
  const number = String(Math.round(count));
  return { en: `since ${number} ${en}`, ja: `${number} ${ja}前から` };
}

export const queue = onMachine(
  {
    id: 'queue',
    why: {
      en: 'Mail that waits has not arrived; what grows here is refused somewhere.',
      ja: '待っているメールは、まだ届いていません。増え続けるなら、どこかで拒否されています。',
    },
    subject: { en: 'the queue', ja: 'キュー' },
    expected: { en: 'no message older than an hour', ja: '1 時間より古いメールがないこと' },
    command: () => 'postqueue -j',
  },
  (output, { now }) => {
    const messages = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { arrival_time: number });
    const old = messages.filter(({ arrival_time }) => now().getTime() / 1000 - arrival_time > 3600);
    const words = {
      en: `${String(messages.length)} waiting, ${String(old.length)} older than an hour`,
      ja: `待機 ${String(messages.length)} 通、うち 1 時間超 ${String(old.length)} 通`,
    };
    const expected = { en: 'no message older than an hour', ja: '1 時間より古いメールがないこと' };
    if (old.length === 0) return pass(words, expected);
    return warn(words, expected, {
      en: 'On the machine, postqueue -p tells why; mend that, then postqueue -f.',
      ja: 'マシン上の postqueue -p が理由を示します。原因を直してから postqueue -f を実行してください。',
    });
  },
);

export const clock = onMachine(
  {
    id: 'clock',
    why: {
      en: 'A wrong clock breaks certificates, signatures and the calls to AWS.',
      ja: '時計が狂うと、証明書、署名、AWS の呼び出しが失敗します。',
    },
    subject: { en: 'the clock', ja: '時計' },
    expected: { en: 'within 60 s of this one', ja: 'この端末との差が 60 秒以内' },
    command: () => 'date +%s',
  },
  (output, { now }) => {
    const off = Math.round(Number(output) - now().getTime() / 1000);
    const next = {
      en: 'On the machine: timedatectl; systemctl restart systemd-timesyncd. See that this computer is right.',
      ja: 'マシン上で次を実行してください。 timedatectl; systemctl restart systemd-timesyncd （この端末の時計が正しいことも確認してください。）',
    };
    return judge(
      Math.abs(off) <= 60,
      { en: `${String(off)} s off`, ja: `${String(off)} 秒のずれ` },
      { en: 'within 60 s of this one', ja: 'この端末との差が 60 秒以内' },
      next,
    );
  },
);

export const disk = onMachine(
  {
    id: 'disk',
    why: {
      en: 'On a full disk Postfix takes no mail.',
      ja: 'ディスクが一杯になると、Postfix はメールを受け取りません。',
    },
    subject: { en: 'the disk', ja: 'ディスク' },
    expected: { en: 'under 80 % in use', ja: '使用率 80 % 未満' },
    command: () => 'df --output=pcent / | tail -n 1',
  },
  (output) => {
    const percent = Number(output.replace('%', ''));
    const next = {
      en: 'Raise machine.volumeSizeGiB in the config, or see what fills it: du -xh --max-depth=2 / | sort -h.',
      ja: '設定の machine.volumeSizeGiB を増やすか、何が占めているかを調べてください。 du -xh --max-depth=2 / | sort -h',
    };
    const words = { en: `${output.trim()} in use`, ja: `使用率 ${output.trim()}` };
    if (percent >= 80 && percent < 95)
      return warn(words, { en: 'under 80 % in use', ja: '使用率 80 % 未満' }, next);
    return judge(percent < 80, words, { en: 'under 80 % in use', ja: '使用率 80 % 未満' }, next);
  },
);

export const upgrades = onMachine(
  {
    id: 'upgrades',
    why: {
      en: 'Security upgrades come by themselves; where they stop, the server grows holes.',
      ja: 'セキュリティ更新は自動で入ります。止まると、サーバーに穴が増えていきます。',
    },
    subject: { en: 'security upgrades', ja: 'セキュリティ更新' },
    expected: { en: 'the timer is active', ja: 'タイマーが有効' },
    command: () => 'systemctl is-active apt-daily-upgrade.timer || true',
  },
  (output) =>
    judge(
      output === 'active',
      output,
      { en: 'the timer is active', ja: 'タイマーが有効' },
      {
        en: 'On the machine: systemctl enable --now apt-daily-upgrade.timer.',
        ja: 'マシン上で次を実行してください。 systemctl enable --now apt-daily-upgrade.timer',
      },
    ),
);

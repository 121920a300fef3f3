import { judge } from './check';
import { onMachine } from './on-machine';
import { COMMA, joined } from './words';

/** It runs every half minute; fetching and renewing may take minutes. */
const LATE_MINUTES = 15;
const EXPECTED = {
  en: `the timer is active, the last run succeeded within ${String(LATE_MINUTES)} min`,
  ja: `タイマーが有効で、${String(LATE_MINUTES)} 分以内に成功していること`,
};

export const lastSync = onMachine(
  {
    id: 'last-sync',
    why: {
      en: 'What the machine does not fetch does not arrive: users, keys, a renewed certificate.',
      ja: 'マシンが取得しない限り、ユーザー、鍵、更新した証明書は反映されません。',
    },
    subject: { en: 'the last sync', ja: '最後の同期' },
    expected: EXPECTED,
    command: () =>
      'systemctl show kitte-sync.timer --property=ActiveState --value; systemctl show kitte-sync.service --timestamp=unix --property=ActiveState,Result,ExecMainExitTimestamp',
  },
  (output, { now }) => {
    const [timer = '', ...lines] = output.split('\n');
    const service = new Map(lines.map((line) => line.split('=', 2) as [string, string]));
    const result = service.get('Result') ?? '';
    const running = service.get('ActiveState') === 'activating';
    const end = Number((service.get('ExecMainExitTimestamp') ?? '').replace('@', ''));
    const age = end > 0 ? Math.max(0, Math.round((now().getTime() / 1000 - end) / 60)) : Infinity;
    const when = running
      ? { en: 'running now', ja: '実行中' }
      : age === Infinity
        ? { en: 'not run yet', ja: '未実行' }
        : { en: `${String(age)} min ago`, ja: `${String(age)} 分前` };
    const seen = joined(
      [{ en: `timer ${timer}`, ja: `タイマー ${timer}` }, when, ...(result === 'success' ? [] : [result])],
      COMMA,
    );
    const good = timer === 'active' && result === 'success' && (running || age <= LATE_MINUTES);
    return judge(good, seen, EXPECTED, {
      en: 'On the machine: journalctl -u kitte-sync -n 50; systemctl enable --now kitte-sync.timer.',
      ja: 'マシン上で次を実行してください。 journalctl -u kitte-sync -n 50; systemctl enable --now kitte-sync.timer',
    });
  },
);

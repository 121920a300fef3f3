import { answerOf, commandLine } from '../contract/commands';
import { pass, warn } from './check';
import { onMachine } from './on-machine';
import type { Said } from './words';

const EXPECTED: Said = {
  en: 'no process with a replaced library, no kernel that waits',
  ja: '置き換え済みのライブラリを使うプロセスも、再起動待ちのカーネルもないこと',
};

export const updatesInForce = onMachine(
  {
    id: 'updates-in-force',
    why: {
      en: 'An upgrade mends nothing while the old library or kernel still runs.',
      ja: '古いライブラリやカーネルが動いている間は、更新しても何も直りません。',
    },
    subject: { en: 'upgrades in force', ja: '更新の反映' },
    expected: EXPECTED,
    command: () => commandLine('updates'),
  },
  (output) => {
    const { units, reboot, window, mayReboot } = answerOf('updates', output);
    const replaced = Object.entries(units)
      .map(([unit, file]) => `${unit}: ${file}`)
      .sort();
    const waiting = [...(reboot === '' ? [] : [reboot]), ...replaced].join('; ');
    if (waiting === '') return pass({ en: 'everything', ja: 'すべて反映済み' }, EXPECTED);
    if (reboot !== '' && !mayReboot)
      return warn(waiting, EXPECTED, {
        en: 'The config forbids the reboot (updates.reboot: false). When it suits you, on the machine: systemctl reboot. The queue stays.',
        ja: '設定で再起動が禁じられています (updates.reboot: false)。都合のよいときにマシン上で次を実行してください。 systemctl reboot （キューは残ります。）',
      });
    return warn(waiting, EXPECTED, {
      en: `The machine sees to it by itself in the window, ${window} UTC (updates.window). Sooner, on the machine: systemctl start kitte-updates. The queue stays.`,
      ja: `マシンが時間枠 ${window} UTC (updates.window) に自動で行います。早めるには、マシン上で次を実行してください。 systemctl start kitte-updates （キューは残ります。）`,
    });
  },
);

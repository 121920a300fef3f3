import { fail, judge, warn } from './check';
import { onMachine } from './on-machine';

const SPOOL = '/var/spool/postfix';
const EXPECTED = { en: 'a volume of its own, under 80 % in use', ja: '専用ボリューム、使用率 80 % 未満' };

/** Many small files can use up the inodes before the blocks. */
export const queueVolume = onMachine(
  {
    id: 'queue-volume',
    why: {
      en: 'The queue lies on a volume that outlives the machine; when it is full, no mail is taken.',
      ja: 'キューは、マシンより長く残る専用ボリュームにあります。一杯になると、メールを受け取れません。',
    },
    subject: { en: "the queue's volume", ja: 'キューのボリューム' },
    expected: EXPECTED,
    command: () => `df --output=target,pcent,ipcent ${SPOOL} | tail -n 1`,
  },
  (output) => {
    const [target = '', blocks = '', inodes = ''] = output.split(/\s+/);
    if (target !== SPOOL)
      return fail({ en: `the queue lies on ${target}`, ja: `キューは ${target} にあります` }, EXPECTED, {
        en: 'On the machine: journalctl -u kitte-volume; findmnt. See the runbook.',
        ja: 'マシン上で次を実行してください。 journalctl -u kitte-volume; findmnt （runbook も参照してください。）',
      });
    const seen = {
      en: `${blocks} in use, ${inodes} of the inodes`,
      ja: `使用率 ${blocks}、inode ${inodes}`,
    };
    const next = {
      en: 'See what waits with postqueue -p, then raise machine.queueVolumeSizeGiB in the config and deploy.',
      ja: 'postqueue -p で溜まったメールを確認し、設定の machine.queueVolumeSizeGiB を増やしてデプロイしてください。',
    };
    const used = Math.max(...[blocks, inodes].map((word) => Number.parseInt(word, 10) || 0));
    return used >= 80 && used < 95 ? warn(seen, EXPECTED, next) : judge(used < 80, seen, EXPECTED, next);
  },
);

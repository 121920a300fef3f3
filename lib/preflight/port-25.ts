import { pass, skip, warn, type Check, type Finding } from '../checks/check';
import { Unreachable } from '../checks/probe';
import type { Said } from '../checks/words';
import { answerOf, commandLine, otherVersion } from '../contract/commands';
import type { Outbound } from '../contract/report';
import type { Given } from './given';
import { notTold } from './untold';

const OPEN: Said = { en: 'open', ja: '開いている' };

export const port25: Check<Given> = {
  id: 'port-25',
  needs: ['account'],
  subject: () => ({ en: 'port 25 outbound', ja: '外向きの 25 番ポート' }),
  why: {
    en: 'EC2 blocks outgoing mail until AWS agrees: mail waits in the queue until then.',
    ja: 'EC2 は、AWS が承認するまで外向きのメールを塞ぎます。それまでメールはキューに溜まります。',
  },
  async look({ account, farEnd }) {
    const server = await account.server();
    if (server.ok) return tried(server.value, farEnd);
    if (server.because !== 'absent') return notTold(server, OPEN);
    return skip({ en: 'there is no server yet', ja: 'サーバーはまだありません' }, OPEN, {
      en: 'After the deploy, npm run kitte -- port25 tries it and prints the request to AWS.',
      ja: 'デプロイ後に npm run kitte -- port25 を実行すると、状態を確かめ、AWS への申請文を表示します。',
    });
  },
};

async function tried(run: (script: string) => Promise<string>, farEnd: string): Promise<Finding> {
  try {
    const { state } = answerOf('port25', await run(commandLine('port25', [farEnd])));
    return judged(state, farEnd);
  } catch (error) {
    const other = error instanceof Error ? otherVersion(error.message) : undefined;
    if (other !== undefined) return skip(other.words, OPEN, other.remedy);
    if (!(error instanceof Unreachable)) throw error;
    return skip(error.message, OPEN, {
      en: 'Mend what it names, or try it with npm run kitte -- port25.',
      ja: '示された原因を直すか、 npm run kitte -- port25 で試してください。',
    });
  }
}

function judged(state: Outbound, farEnd: string): Finding {
  if (state === 'open') return pass({ en: `open, to ${farEnd}`, ja: `開いている（宛先 ${farEnd}）` }, OPEN);
  if (state === 'closed')
    return warn({ en: `closed, to ${farEnd}`, ja: `閉じている（宛先 ${farEnd}）` }, OPEN, {
      en: 'Ask AWS to lift the limit: npm run kitte -- port25 prints the request.',
      ja: 'AWS に制限の解除を申請してください。申請文は npm run kitte -- port25 で表示されます。',
    });
  return skip({ en: `${state}, to ${farEnd}`, ja: `${state}（宛先 ${farEnd}）` }, OPEN, {
    en: 'It is not the limit of EC2. Try another receiver with --far-end.',
    ja: 'EC2 の制限ではありません。--far-end で別の受信サーバーを指定してください。',
  });
}

import { FAR_END } from '../config/far-end';
import { answerOf, commandLine } from '../contract/commands';
import { judge, type Check, type Finding } from './check';
import { onMachine } from './on-machine';
import type { Said } from './words';

const EXPECTED: Said = { en: 'open', ja: '開いている' };

const tried = onMachine(
  {
    id: 'outbound-25',
    why: {
      en: 'EC2 blocks outgoing port 25 until AWS agrees: mail waits in the queue until then.',
      ja: 'EC2 は、AWS が承認するまで外向きの 25 番ポートを塞ぎます。それまでメールはキューに溜まります。',
    },
    subject: { en: 'port 25 outbound', ja: '外向きの 25 番ポート' },
    expected: EXPECTED,
    command: ({ facts }) => commandLine('port25', [facts.farEnd]),
  },
  (output, { facts }) => judged(answerOf('port25', output).state, facts.farEnd),
);

/** Tried now from the machine; without a way onto it, what it said last: it tries by itself each hour or day. */
export const outbound: Check = {
  ...tried,
  async look(inquiry) {
    const found = (await tried.look(inquiry)) as Finding;
    const reported = inquiry.facts.report.value?.port25 ?? '';
    return found.verdict === 'skip' && reported !== '' ? judged(reported, FAR_END) : found;
  },
};

function judged(state: string, farEnd: string): Finding {
  const ja = state === 'open' ? '開いている' : state === 'closed' ? '閉じている' : state;
  return judge(
    state === 'open',
    { en: `${state}, to ${farEnd}`, ja: `${ja}（宛先 ${farEnd}）` },
    EXPECTED,
    state === 'closed'
      ? {
          en: 'Ask AWS to lift the limit: npm run kitte -- port25 prints the request.',
          ja: 'AWS に制限の解除を申請してください。申請文は npm run kitte -- port25 で表示されます。',
        }
      : {
          en: 'Try another receiver with --far-end: this one does not answer as a mail server.',
          ja: '--far-end で別の受信サーバーを指定してください。このサーバーはメールサーバーとして応答しません。',
        },
  );
}

import { fail, judge, type Check, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import type { Given } from './given';
import { reasonOf, told } from './untold';

export const image: Check<Given> = {
  id: 'image',
  needs: ['account'],
  subject: ({ environment: { machine } }) =>
    machine.image.kind === 'ami' ? machine.image.id : machine.image.name,
  why: {
    en: 'The machine boots from it, and it must be of the processor that the instance type has.',
    ja: 'マシンはこのイメージから起動します。インスタンスタイプのプロセッサーに合う必要があります。',
  },
  async look(given) {
    const { machine } = given.environment;
    if (machine.image.kind === 'ami') return fitting(machine.image.id, given);
    const expected: Said = { en: 'an AMI id', ja: 'AMI の id' };
    const next: Said = {
      en: 'Correct machine.image.parameter, or choose a region in which Debian publishes it.',
      ja: 'machine.image.parameter を直すか、Debian が公開しているリージョンを選んでください。',
    };
    const answer = await given.account.parameter(machine.image.name);
    if (answer.ok && answer.value.startsWith('ami-')) return fitting(answer.value, given);
    return told(
      answer,
      expected,
      (value) => fail(value, expected, next),
      (untold) => fail(reasonOf(untold), expected, next),
    );
  },
};

async function fitting(id: string, { environment: { machine }, account }: Given): Promise<Finding> {
  const { architecture, instanceType } = machine;
  const expected: Said = {
    en: `an image for ${architecture}, as ${instanceType} has`,
    ja: `${architecture}（${instanceType}）用のイメージ`,
  };
  const next: Said = {
    en: `Name an image for ${architecture} in machine.image, or an instance type of the image's architecture.`,
    ja: `machine.image に ${architecture} 用のイメージを指定するか、イメージに合うインスタンスタイプを選んでください。`,
  };
  return told(
    await account.architecture(id),
    expected,
    (seen) =>
      judge(seen === architecture, { en: `${id}, for ${seen}`, ja: `${id}（${seen} 用）` }, expected, next),
    (untold) => fail(reasonOf(untold), expected, next),
  );
}

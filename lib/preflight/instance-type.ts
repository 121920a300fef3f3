import { judge, type Check } from '../checks/check';
import type { Said } from '../checks/words';
import type { Given } from './given';
import { notTold, told } from './untold';

/** Decision 11: in a network of Kitte's own, the first zone that CloudFormation names at deploy time. */
export const instanceType: Check<Given> = {
  id: 'instance-type',
  needs: ['account'],
  subject: ({ environment }) => environment.machine.instanceType,
  why: {
    en: 'Some zones lack some types, and the deploy fails at the instance.',
    ja: 'ゾーンによっては提供されないタイプがあり、インスタンスの作成でデプロイが失敗します。',
  },
  async look({ environment, account }) {
    const { vpc, machine } = environment;
    const where: Said = { en: "offered in the server's zone", ja: 'サーバーのゾーンで提供されていること' };
    const zone =
      vpc.kind === 'given' ? ({ ok: true, value: vpc.availabilityZone } as const) : await account.firstZone();
    const offering = await account.zonesOffering(machine.instanceType);
    if (!zone.ok) return notTold(zone, where);
    const expected: Said = { en: `offered in ${zone.value}`, ja: `${zone.value} で提供されていること` };
    return told(offering, expected, (zones) =>
      judge(zones.includes(zone.value), seen(zones), expected, remedy(zones)),
    );
  },
};

function seen(zones: readonly string[]): Said {
  if (zones.length === 0)
    return { en: 'offered in no zone of the region', ja: 'このリージョンでは提供されていません' };
  const list = [...zones].sort().join(', ');
  return { en: `offered in ${list}`, ja: `提供ゾーン: ${list}` };
}

function remedy(zones: readonly string[]): Said {
  if (zones.length === 0)
    return {
      en: 'Choose another machine.instanceType, or another region.',
      ja: '別の machine.instanceType か、別のリージョンを選んでください。',
    };
  const list = [...zones].sort().join(', ');
  return {
    en: `Give a subnet in ${list} by vpc, or choose another machine.instanceType.`,
    ja: `vpc で ${list} のサブネットを指定するか、別の machine.instanceType を選んでください。`,
  };
}

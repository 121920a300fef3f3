import { fail, skip, type Check } from '../checks/check';
import type { Said } from '../checks/words';
import { both, compared, same, seenBy } from './compared';
import { createdDelegation } from './created-delegation';
import type { Account, Delegated, Given } from './given';
import { elsewhereServers } from './elsewhere';
import { reasonOf } from './untold';

export const delegation: Check<Given> = {
  id: 'delegation',
  of: 'zone',
  subject: ({ environment: { hostedZone } }) => ({
    en: `name servers of ${hostedZone.name}`,
    ja: `${hostedZone.name} のネームサーバー`,
  }),
  why: {
    en: 'Route 53 answers only for a zone that its parent delegates to it: no record is found otherwise, and no certificate is issued.',
    ja: '親ゾーンが Route 53 に委任していなければ、レコードは誰にも見つからず、証明書も発行されません。',
  },
  needs: ['zone'],
  async look(given) {
    const { hostedZone } = given.environment;
    if (hostedZone.kind === 'created') return createdDelegation(given, hostedZone);
    if (hostedZone.kind === 'elsewhere') return elsewhereServers(given);
    const { id, name, role } = hostedZone;
    const zone = await given.account.zone(id, role);
    const world = await given.delegated(name);
    if (zone.ok)
      return compared(world, zone.value.nameServers, name, () => other(given.account, id, name, world));
    if (world.nameServers.length > 0)
      return skip(
        both(reasonOf(zone), seenBy(world)),
        { en: 'those of the hosted zone', ja: 'ホストゾーンのもの' },
        {
          en: 'Compare them with those of the hosted zone in the Route 53 console, or look again with credentials.',
          ja: 'Route 53 コンソールのホストゾーンの値と比べるか、認証情報を設定してもう一度確認してください。',
        },
      );
    return fail(
      seenBy(world),
      { en: 'those of the hosted zone', ja: 'ホストゾーンのもの' },
      {
        en: `Set the name servers that the Route 53 console shows for ${id} at the registrar or in the parent zone of ${name}.`,
        ja: `Route 53 コンソールの ${id} にあるネームサーバーを、レジストラまたは ${name} の親ゾーンに設定してください。`,
      },
    );
  },
};

/** Often the account has a second zone of the name, and that is the one that the world asks. */
async function other(
  account: Account,
  id: string,
  name: string,
  world: Delegated,
): Promise<Said | undefined> {
  const zones = await account.zonesNamed(name);
  const asked = (zones.ok ? zones.value : []).find(
    (zone) => zone.id !== id && world.nameServers.every((server) => zone.nameServers.some(same(server))),
  );
  return asked === undefined
    ? undefined
    : {
        en: `The world asks another hosted zone of this name: give hostedZone: { id: '${asked.id}' }, or set the name servers of ${id} at the registrar.`,
        ja: `外からの問い合わせは、同じ名前の別のホストゾーンに届いています。hostedZone: { id: '${asked.id}' } とするか、レジストラに ${id} のネームサーバーを設定してください。`,
      };
}

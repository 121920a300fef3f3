import { fail, pass, warn, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import type { HostedZone } from '../config/environment';
import { atRegistrar, both, compared, seenBy } from './compared';
import type { Delegated, Given } from './given';
import { createdServers } from './in-zone';
import { notTold } from './untold';

const LATER: Said = { en: 'the output NameServers of the deploy', ja: 'デプロイの出力 NameServers' };

/** A zone that Kitte creates has no name servers before the first deploy: then it is said what will have to be done. */
export async function createdDelegation(
  given: Given,
  { name, delegated, parent }: Extract<HostedZone, { kind: 'created' }>,
): Promise<Finding> {
  const foundation = await given.account.foundation();
  const world = await given.delegated(name);
  const servers = foundation.ok ? createdServers(foundation.value, name, given.domains) : undefined;
  if (servers !== undefined) {
    const finding = await compared(world, servers, name, () => Promise.resolve(undefined));
    return deployed(finding, world, atRegistrar(servers, name), delegated);
  }
  if (!foundation.ok && foundation.because !== 'absent') return notTold(foundation, LATER);
  return parent === undefined ? undeployed(world, name, delegated) : byTheDeploy(world, name, parent);
}

/** An NS record of somebody else's stands where the deploy would write its own. */
function byTheDeploy(
  world: Delegated,
  name: string,
  parent: { readonly id: string; readonly name: string },
): Finding {
  const expected: Said = {
    en: `nobody yet; the deploy writes the delegation into ${parent.name} (${parent.id})`,
    ja: `まだなし。デプロイが ${parent.name} (${parent.id}) に委任を書きます`,
  };
  if (world.nameServers.length === 0) return pass(seenBy(world), expected);
  return fail(seenBy(world), expected, {
    en: `Others serve ${name} now: take its NS record out of ${parent.name} once nobody needs what they have, or give the zone another name.`,
    ja: `${name} は今、別のサーバーが提供しています。不要になったら ${parent.name} からその NS レコードを削除するか、ゾーンに別の名前を付けてください。`,
  });
}

function deployed(finding: Finding, world: Delegated, todo: Said, delegated: boolean): Finding {
  const { seen, expected, verdict } = finding;
  if (delegated) return finding;
  if (verdict === 'pass')
    return warn(seen, expected, {
      en: 'It is delegated: set hostedZone.delegated to true and deploy, which sets the reverse name.',
      ja: '委任されています。hostedZone.delegated を true にしてデプロイすると、逆引きが設定されます。',
    });
  // The deploy itself succeeds without; submission stays closed until then.
  return world.nameServers.length === 0
    ? warn(
        seen,
        expected,
        both(todo, {
          en: 'Then set hostedZone.delegated.',
          ja: 'その後 hostedZone.delegated を設定してください。',
        }),
      )
    : finding;
}

function undeployed(world: Delegated, name: string, delegated: boolean): Finding {
  if (delegated)
    return fail(seenBy(world), LATER, {
      en: 'The zone is not created yet, so it cannot be delegated: leave hostedZone.delegated out until its name servers are set.',
      ja: 'ゾーンがまだないので委任できません。ネームサーバーを設定するまで hostedZone.delegated を外してください。',
    });
  const then: Said = {
    en: `After the deploy, set the name servers of its output NameServers at the registrar or in the parent zone of ${name}; until then the server keeps submission closed.`,
    ja: `デプロイ後、出力 NameServers のネームサーバーをレジストラまたは ${name} の親ゾーンに設定してください。それまで送信受付は閉じたままです。`,
  };
  return warn(
    seenBy(world),
    LATER,
    world.nameServers.length === 0
      ? then
      : both(
          {
            en: `Others serve ${name} now: first carry over what they have into the new zone.`,
            ja: `${name} は今、別のサーバーが提供しています。まずその内容を新しいゾーンに移してください。`,
          },
          then,
        ),
  );
}

import { fail, judge, pass, warn, type Check, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import type { HostedZone } from '../config/environment';
import type { Given } from './given';
import { createdServers } from './in-zone';
import { reasonOf, told } from './untold';

export const zone: Check<Given> = {
  id: 'zone',
  of: 'zone',
  needs: ['account'],
  subject: ({ environment: { hostedZone } }) =>
    hostedZone.kind === 'given' ? hostedZone.id : hostedZone.name,
  why: {
    en: 'Only a public zone of this name answers the world.',
    ja: 'この名前のパブリックゾーンだけが、外からの問い合わせに答えます。',
  },
  look: async (given) => {
    const { hostedZone } = given.environment;
    if (hostedZone.kind === 'elsewhere')
      return pass(
        {
          en: `not in Route 53: a person enters what kitte zone --domain ${hostedZone.name} prints`,
          ja: `Route 53 以外: kitte zone --domain ${hostedZone.name} が表示するレコードを手で入力します`,
        },
        { en: 'name servers of its own', ja: '独自のネームサーバー' },
      );
    return hostedZone.kind === 'given' ? givenZone(hostedZone, given) : createdZone(hostedZone, given);
  },
};

async function givenZone(
  { id, name, role }: Extract<HostedZone, { kind: 'given' }>,
  { account }: Given,
): Promise<Finding> {
  const expected: Said = { en: `the public zone ${name}`, ja: `パブリックゾーン ${name}` };
  const next: Said = {
    en: 'Give hostedZone the id of the public zone, and its name if it is a parent of the domain.',
    ja: 'hostedZone にパブリックゾーンの id を、ドメインの親のゾーンならその name も指定してください。',
  };
  return told(
    await account.zone(id, role),
    expected,
    (found) => {
      const [en, ja] = found.isPrivate ? ['private', 'プライベート'] : ['public', 'パブリック'];
      const seen = { en: `${en} zone ${found.name}`, ja: `${ja}ゾーン ${found.name}` };
      return judge(!found.isPrivate && found.name === name, seen, expected, next);
    },
    (untold) => fail(reasonOf(untold), expected, next),
  );
}

/** The one that the delegation is written into. */
async function parentZone(
  account: Given['account'],
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Finding | undefined> {
  const expected: Said = { en: `the public zone ${name}, above it`, ja: `上位のパブリックゾーン ${name}` };
  const next: Said = {
    en: 'Give hostedZone.parent the id of the public zone above the new one, and its name.',
    ja: 'hostedZone.parent に、上位のパブリックゾーンの id と name を指定してください。',
  };
  const found = await account.zone(id);
  if (!found.ok) return fail(reasonOf(found), expected, next);
  if (!found.value.isPrivate && found.value.name === name) return undefined;
  const [en, ja] = found.value.isPrivate ? ['private', 'プライベート'] : ['public', 'パブリック'];
  const seen = {
    en: `${id} is the ${en} zone ${found.value.name}`,
    ja: `${id} は${ja}ゾーン ${found.value.name}`,
  };
  return fail(seen, expected, next);
}

/** Two zones of one name are the classic trap: the world asks one, and the records lie in the other. */
async function createdZone(
  { name, parent }: Extract<HostedZone, { kind: 'created' }>,
  { domains, account }: Given,
): Promise<Finding> {
  const wrong = parent === undefined ? undefined : await parentZone(account, parent);
  if (wrong !== undefined) return wrong;
  const expected: Said = { en: `no other public zone ${name}`, ja: `ほかに ${name} のゾーンがないこと` };
  const foundation = await account.foundation();
  if (foundation.ok && createdServers(foundation.value, name, domains) !== undefined)
    return pass({ en: 'created by a deploy', ja: 'デプロイ済み' }, expected);
  return told(await account.zonesNamed(name), expected, ([other]) =>
    other === undefined
      ? pass({ en: 'the deploy creates it', ja: 'デプロイ時に作成します' }, expected)
      : warn({ en: `there is ${other.id} already`, ja: `すでに ${other.id} があります` }, expected, {
          en: `Use it: hostedZone: { id: '${other.id}' }. A second zone of one name needs a delegation of its own.`,
          ja: `hostedZone: { id: '${other.id}' } としてください。同じ名前の 2 つ目のゾーンは、別に委任が必要です。`,
        }),
  );
}

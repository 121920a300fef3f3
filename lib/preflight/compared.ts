import { fail, pass, warn, type Finding } from '../checks/check';
import { inLanguage, type Language, type Said } from '../checks/words';
import type { Delegated } from './given';

const FOREIGN: Said = {
  en: 'The world asks servers that are not those of this hosted zone. See that it has every record that those have; then:',
  ja: '外からの問い合わせは、このホストゾーン以外のサーバーに届いています。そのレコードがすべてこのゾーンにあることを確かめてから、次のとおりにしてください。',
};

/** The zone's own set against the parent's. `elsewhere` says more of a delegation to servers that are not the zone's. */
export async function compared(
  world: Delegated,
  wanted: readonly string[],
  zone: string,
  elsewhere: () => Promise<Said | undefined>,
): Promise<Finding> {
  const expected = [...wanted].sort().join(', ');
  const foreign = world.nameServers.filter((server) => !wanted.some(same(server)));
  const missing = wanted.filter((server) => !world.nameServers.some(same(server)));
  const seen = seenBy(world);
  if (world.nameServers.length === 0) return fail(seen, expected, atRegistrar(wanted, zone));
  if (foreign.length > 0)
    return fail(seen, expected, (await elsewhere()) ?? both(FOREIGN, atRegistrar(wanted, zone)));
  if (missing.length > 0)
    return warn(seen, expected, {
      en: `Add the missing ones at the registrar or in the parent zone: ${missing.join(', ')}.`,
      ja: `足りないものをレジストラまたは親ゾーンに追加してください: ${missing.join(', ')}。`,
    });
  return pass(seen, expected);
}

export function seenBy({ nameServers, by }: Delegated): Said {
  const list = [...nameServers].sort().join(', ');
  const one = (language: Language) => inLanguage(by, language);
  return {
    en: list === '' ? `not delegated, says ${one('en')}` : `${list}, says ${one('en')}`,
    ja: list === '' ? `委任されていません（${one('ja')} による）` : `${list}（${one('ja')} による）`,
  };
}

export function atRegistrar(servers: readonly string[], zone: string): Said {
  const list = [...servers].sort().join(', ');
  return {
    en: `Set exactly these name servers at the registrar or in the parent zone of ${zone}: ${list}.`,
    ja: `レジストラまたは ${zone} の親ゾーンに、次のネームサーバーだけを設定してください: ${list}。`,
  };
}

export function both(first: Said, second: Said): Said {
  return { en: `${first.en} ${second.en}`, ja: `${first.ja}${second.ja}` };
}

/** Whether both are the name of one server. */
export const same = (one: string) => (two: string) => plain(one) === plain(two);
const plain = (name: string) => name.replace(/\.$/, '').toLowerCase();

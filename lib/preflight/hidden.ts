import { fail, pass, skip, warn, type Check, type Finding } from '../checks/check';
import { wordsOf } from '../checks/probe';
import type { Said } from '../checks/words';
import { hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { isWithin } from '../config/within';
import { placedRecords } from '../dns/former';
import type { Existing, Given, NamedZone } from './given';
import { recordsInZone } from './in-zone';

const EXPECTED: Said = {
  en: 'the zone itself answers for each of its records',
  ja: 'すべてのレコードにこのゾーン自身が答えること',
};

/** What would be written rightly and found by nobody: a name below the apex that is delegated away, or led elsewhere. */
export const hidden: Check<Given> = {
  id: 'hidden',
  of: 'zone',
  needs: ['zone'],
  subject: ({ environment }) => environment.hostedZone.name,
  why: {
    en: 'Where a name above a record belongs to other servers, the world asks those: the record is there, and nobody sees it.',
    ja: 'レコードより上の名前がほかのサーバーに委任されていると、外からはそちらに問い合わせが行き、レコードは誰にも見えません。',
  },
  async look(given) {
    const { hostedZone } = given.environment;
    // Whoever enters the records sees what lies above them.
    if (hostedZone.kind === 'elsewhere') return [];
    const names = wantedNames(given);
    const sets =
      hostedZone.kind === 'given'
        ? await given.account.recordSets(hostedZone.id, hostedZone.role)
        : undefined;
    const existing = sets?.ok === true ? sets.value : undefined;
    const cuts = cutsAbove(names, given.environment.hostedZone.name);
    const [inZone, inWorld, zones] = [
      existing === undefined
        ? []
        : [...delegated(existing, cuts), ...(isOfHost(given) ? challenge(given.environment, existing) : [])],
      await seenByTheWorld(given, cuts),
      await beside(given, names),
    ];
    const known = new Set(inZone.map(({ subject }) => subject));
    const found = [...inZone, ...inWorld.filter(({ subject }) => !known.has(subject)), ...zones];
    if (found.length > 0) return found;
    const count = String(names.length);
    return pass(
      {
        en: `${count} names, none of them delegated away`,
        ja: `${count} 個の名前。委任されているものはありません`,
      },
      EXPECTED,
    );
  },
};

/** Those of the zone that is looked at, those of before among them, and where the machine proves the host's name. */
function wantedNames(given: Given): string[] {
  const facts = { address: '', dkim: () => new Proxy({}, { get: () => '""' }) };
  const { environment, domains } = given;
  const [first = environment] = domains;
  const alone = { ...first, others: [] };
  const ofFirst = [first.hostedZone.name, hostZoneOf(first).name].includes(environment.hostedZone.name)
    ? placedRecords(alone, facts)
    : [];
  const own = recordsInZone(given).map(({ record }) => record.name);
  const kept = ofFirst.flatMap(({ record, zoneId }) =>
    zoneId === undefined && isWithin(record.name, environment.hostedZone.name) ? [record.name] : [],
  );
  const proof = isOfHost(given) ? [`_acme-challenge.${first.hostName}`] : [];
  return [...new Set([...own, ...kept, ...proof])];
}

/** Whether the names of the server itself lie in the zone that is looked at. */
const isOfHost = ({ environment, domains: [first = environment] }: Given) =>
  hostZoneOf(first).name === environment.hostedZone.name;

/** Each name at which another zone could begin, to those of ours that it would hide. */
function cutsAbove(names: readonly string[], zone: string): Map<string, string[]> {
  const cuts = new Map<string, string[]>();
  for (const name of names)
    for (let at = name; at !== zone && isWithin(at, zone); at = at.slice(at.indexOf('.') + 1))
      cuts.set(at, [...(cuts.get(at) ?? []), name]);
  return cuts;
}

function delegated(existing: readonly Existing[], cuts: Map<string, string[]>): Finding[] {
  return existing.flatMap(({ name, type, values }) => {
    const ours = cuts.get(name);
    return type === 'NS' && ours !== undefined ? [cut(name, values, ours)] : [];
  });
}

function cut(subject: string, servers: readonly string[], ours: readonly string[]): Finding {
  const list = [...servers]
    .map((server) => server.replace(/\.$/, ''))
    .sort()
    .join(', ');
  return {
    ...fail(
      {
        en: `delegated to ${list}: hides ${ours.join(', ')}`,
        ja: `${list} に委任され、${ours.join('、')} が隠れます`,
      },
      EXPECTED,
      {
        en: `If nothing else needs that zone, delete the NS record of ${subject}; otherwise choose names outside it (hostName, envelopeDomain), or give that zone as hostedZone where it holds them all.`,
        ja: `そのゾーンが不要なら ${subject} の NS レコードを削除してください。必要なら、その外の名前（hostName、envelopeDomain）を選ぶか、すべてを含むならそのゾーンを hostedZone に指定してください。`,
      },
    ),
    subject,
  };
}

/** The machine proves its name by a TXT record there, which a CNAME leads elsewhere (RFC 8555 section 8.4). */
function challenge({ hostName }: Environment, existing: readonly Existing[]): Finding[] {
  const name = `_acme-challenge.${hostName}`;
  const there = existing.find((each) => each.name === name && each.type === 'CNAME');
  if (there === undefined) return [];
  return [
    {
      ...fail(
        { en: `a CNAME to ${there.values.join(', ')}`, ja: `${there.values.join(', ')} への CNAME` },
        { en: 'no CNAME: the certificate is proved there', ja: 'CNAME がないこと（証明書の検証に使います）' },
        {
          en: 'Delete it, or choose another hostName: the machine writes a TXT record of that name, and Route 53 refuses it beside a CNAME.',
          ja: '削除するか、別の hostName を選んでください。サーバーはこの名前に TXT レコードを書きますが、CNAME があると Route 53 が拒否します。',
        },
      ),
      subject: name,
    },
  ];
}

async function seenByTheWorld({ lookup }: Given, cuts: Map<string, string[]>): Promise<Finding[]> {
  const asked = await Promise.all(
    [...cuts].map(async ([name, ours]) => {
      try {
        const servers = await lookup(name, 'NS');
        return servers.length > 0 ? cut(name, servers, ours) : undefined;
      } catch (error) {
        return error;
      }
    }),
  );
  const findings = asked.filter((each): each is Finding => each !== undefined && !(each instanceof Error));
  const errors = asked.filter((each): each is Error => each instanceof Error);
  if (findings.length > 0 || errors.length === 0) return findings;
  return [
    skip(wordsOf(errors[0]), EXPECTED, {
      en: 'Look again, or ask another resolver with --resolver: one that does not answer for a name below the zone may be the sign of a delegation that leads nowhere.',
      ja: 'もう一度確認するか、--resolver で別のリゾルバに問い合わせてください。ゾーンの下の名前に答えがないのは、行き先のない委任のしるしかもしれません。',
    }),
  ];
}

/** Zones of the account that hold the same names: the world asks one of them, and so does who is inside a VPC. */
async function beside({ environment, account }: Given, names: readonly string[]): Promise<Finding[]> {
  const { hostedZone } = environment;
  const answer = await account.zonesAround(hostedZone.name);
  if (!answer.ok) return [];
  return answer.value
    .filter((zone) => hostedZone.kind !== 'given' || zone.id !== hostedZone.id)
    .flatMap((zone) => {
      const ours = names.filter((name) => isWithin(name, zone.name));
      const isTwin = zone.name === hostedZone.name;
      // A parent's zone is asked for what it delegates; and of a zone that Kitte creates its own row tells the twin.
      if (
        ours.length === 0 ||
        (!zone.isPrivate &&
          (!isWithin(zone.name, hostedZone.name) || (isTwin && hostedZone.kind === 'created')))
      )
        return [];
      return [zone.isPrivate ? inside(zone, ours) : twin(zone, ours, isTwin)];
    });
}

function twin({ id, name }: NamedZone, ours: readonly string[], isTwin: boolean): Finding {
  return {
    ...warn(
      {
        en: `another public zone ${name}, for ${ours.join(', ')}`,
        ja: `別のパブリックゾーン ${name}（${ours.join('、')}）`,
      },
      EXPECTED,
      isTwin
        ? {
            en: `The world asks the one that the parent delegates to: see the row delegation. Delete ${id} if nobody needs it, lest somebody writes records that nobody finds.`,
            ja: `外から見えるのは親が委任している方だけです（delegation の行を参照）。不要なら ${id} を削除し、見つからないレコードが書かれないようにしてください。`,
          }
        : {
            en: `Nobody asks it while this zone does not delegate ${name} to it, and from then on nobody finds these records. Delete ${id} if nobody needs it, or give it as hostedZone where it holds them all.`,
            ja: `このゾーンから ${name} が委任されないかぎり誰も問い合わせませんが、委任するとこれらのレコードは見えなくなります。不要なら ${id} を削除するか、すべてを含むならそれを hostedZone に指定してください。`,
          },
    ),
    subject: id,
  };
}

function inside({ id, name }: NamedZone, ours: readonly string[]): Finding {
  return {
    ...warn(
      {
        en: `a private zone ${name}, for ${ours.join(', ')}`,
        ja: `プライベートゾーン ${name}（${ours.join('、')}）`,
      },
      EXPECTED,
      {
        en: `In the VPCs that ${id} belongs to nobody finds these names unless it has them too: programs there reach no server. Put the A record of the host into it as well, or take those VPCs from it.`,
        ja: `${id} に関連付けられた VPC の中では、そこにも書かないかぎりこれらの名前は見つからず、プログラムはサーバーに届きません。ホストの A レコードをそこにも置くか、VPC の関連付けを外してください。`,
      },
    ),
    subject: id,
  };
}

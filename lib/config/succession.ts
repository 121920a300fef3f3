import { keyOf, kept } from './former';
import { hostInForce } from './host-names';
import { left, reordered } from './succession-beside';
import type { Break, Deployed, Succeeding } from './successor';

export type { Break, Deployed, Succeeding } from './successor';

/**
 * All of them. `dry` says of which former names the machine has seen that nothing of theirs waits any more; undefined where
 * no machine speaks.
 */
export function breaks(before: Deployed, now: Succeeding, dry: ReadonlySet<string> | undefined): Break[] {
  const moved = reordered(before, now);
  // Where the first domain is another one of the list nothing else can be said of it.
  if (moved.length > 0) return [...moved, ...left(before, now)];
  const lost = forgotten(before, now);
  return [
    ...lost,
    ...left(before, now),
    // The entry that is missing says it too.
    ...(lost.length === 0 ? hurried(before, now) : []),
    ...early(before, now, dry),
    ...displaced(before, now),
  ];
}

/** What waits in the queue was signed for names that nothing keeps. */
function forgotten(before: Deployed, now: Succeeding): Break[] {
  const hostName = before.hostName ?? now.hostName;
  const then = { ...before, hostName };
  const all = [{ ...now, selectors: now.dkim.selectors }, ...kept(now)];
  // While a host name moves it is that of before, beside a domain of now.
  const isCovered =
    all.some((each) => each.hostName === hostName) &&
    all.some(
      (each) =>
        each.domain === then.domain &&
        each.envelopeDomain === then.envelopeDomain &&
        // The domain of now has all keys of now.
        [...each.selectors, ...(each.domain === now.domain ? now.dkim.selectors : [])].includes(
          before.active,
        ),
    );
  if (isCovered) return [];
  const changed = NAMES.filter((key) => then[key] !== now[key]);
  return [changed.length === 0 ? keyless(before.active) : renamed(then, now, changed)];
}

const NAMES = ['domain', 'envelopeDomain', 'hostName'] as const;

function keyless(active: string): Break {
  return {
    what: {
      en: `The deployed server signs with the selector ${active}, which dkim.selectors no longer has: the mail in its queue would fail DKIM.`,
      ja: `稼働中のサーバーはセレクター ${active} で署名していますが、dkim.selectors にありません。キューのメールが DKIM に失敗します。`,
    },
    remedy: {
      en: `Put "${active}" back into dkim.selectors and change keys by \`kitte dkim rotate\`.`,
      ja: `dkim.selectors に "${active}" を戻し、鍵の交換には \`kitte dkim rotate\` を使ってください。`,
    },
  };
}

function renamed(
  then: Deployed & Pick<Succeeding, 'hostName'>,
  now: Succeeding,
  changed: readonly (typeof NAMES)[number][],
): Break {
  const entry = `former: [${JSON.stringify(entryOf(then, now))}]`;
  const stay = `hostName: '${then.hostName}'`;
  // Nobody wrote the host name, and it would follow the domain.
  const follows = [then, now].every(({ domain, hostName }) => hostName === `mail.${domain}`);
  const [en, ja] =
    follows && changed.includes('hostName')
      ? [
          ` To leave the server its host name, write ${stay} too, and no moving.`,
          `ホスト名を変えない場合は ${stay} も書き、moving は外してください。`,
        ]
      : ['', ''];
  return {
    what: {
      en:
        `${changed.map((key) => `${key} ${then[key]} becomes ${now[key]}`).join(', ')}. Mail that waits in the queue is signed and sent ` +
        'under the names of before, and their records would go with this deploy: it would arrive without a pass, and its bounces would find nobody.',
      ja:
        `${changed.map((key) => `${key} が ${then[key]} から ${now[key]} に変わります`).join('、')}。キューで待つメールは以前の名前で署名・送信されており、` +
        'そのレコードはこのデプロイで消えます。メールは認証に失敗し、バウンスの戻り先もなくなります。',
    },
    remedy: {
      en: `Add to the config, behind what former has: ${entry}. The records stay then until the queue has run dry; preflight says when.${en}`,
      ja: `設定の former の末尾に追加してください: ${entry}。レコードはキューが空になるまで残り、いつ外せるかは preflight が示します。${ja}`,
    },
  };
}

/** The machine would greet by a name that nobody can look up yet, under a certificate that does not have it. */
function hurried({ hostName, hosts }: Deployed, now: Succeeding): Break[] {
  const next = hostInForce(now);
  if (hostName === undefined || next === hostName || hosts.includes(next)) return [];
  return [
    {
      what: {
        en:
          `The server greets as ${hostName}, and would greet as ${next} before that name has an address and a certificate: ` +
          'receivers would refuse its mail, and clients its certificate.',
        ja:
          `サーバーは ${hostName} と名乗っています。${next} のアドレスと証明書ができる前にそう名乗ると、受信側がメールを拒否し、` +
          'クライアントは証明書を拒否します。',
      },
      remedy: {
        en:
          `Write moving: {} into the entry of ${hostName} in former and deploy: both names are served then. \`kitte rename\` ` +
          'takes the steps after it.',
        ja:
          `former の ${hostName} の項目に moving: {} を書いてデプロイしてください。両方の名前が使えるようになります。` +
          'その後の手順は `kitte rename` が進めます。',
      },
    },
  ];
}

/** As it is written into a config. */
function entryOf(
  { domain, envelopeDomain, hostName, served, active, elsewhere }: Deployed,
  now: Pick<Succeeding, 'hostName'>,
): object {
  return {
    domain,
    ...(envelopeDomain === domain ? {} : { envelopeDomain }),
    hostName,
    ...(elsewhere === true ? { hostedZone: 'elsewhere' } : {}),
    selectors: [active],
    ...(served.includes(envelopeDomain) ? { mx: true } : {}),
    ...(hostName === now.hostName ? {} : { moving: {} }),
  };
}

/** Records that go while mail that needs them still waits. */
function early(before: Deployed, now: Succeeding, dry: ReadonlySet<string> | undefined): Break[] {
  const beside = (now.others ?? []).map((each) => keyOf({ ...each, hostName: now.hostName }));
  const stays = new Set([keyOf(now), ...beside, ...kept(now).map(keyOf)]);
  return before.former.flatMap(({ key, over }) =>
    over || stays.has(key) || dry === undefined || dry.has(key)
      ? []
      : [
          {
            what: {
              en: `The records of ${key} would go, and the machine has not said yet that nothing of theirs waits.`,
              ja: `${key} のレコードが消えますが、その名前のメールがもう待っていないことを、マシンはまだ報告していません。`,
            },
            remedy: {
              en:
                'Leave `over` out of that entry of former until preflight says so: the queue runs dry within queueLifetime. A message on ' +
                'hold has no lifetime: release or delete it.',
              ja:
                'preflight が示すまで、former のその項目から over を外してください。キューは queueLifetime のうちに空になります。' +
                '保留中のメールには期限がないので、解放するか削除してください。',
            },
          },
        ],
  );
}

/** An entry's place tells which records are whose: none may leave its place, but the last that is the name of now again. */
function displaced(before: Deployed, now: Succeeding): Break[] {
  const keys = (now.former ?? []).map(keyOf);
  const at = before.former.findIndex(
    ({ key }, index) => keys[index] !== key && !(keys.length <= index && key === keyOf(now)),
  );
  if (at < 0) return [];
  const key = before.former[at]?.key ?? '';
  return [
    {
      what: {
        en: `former has lost or moved its entry ${String(at + 1)}, ${key}: the records of the names behind it would be made a second time, which Route 53 refuses.`,
        ja: `former の ${String(at + 1)} 番目の項目 ${key} がないか、位置が変わっています。後の名前のレコードを二重に作ることになり、Route 53 が拒否します。`,
      },
      remedy: {
        en: 'Put it back where it was, with over: true if its records have gone.',
        ja: '元の位置に戻してください。レコードがもうなければ over: true とします。',
      },
    },
  ];
}

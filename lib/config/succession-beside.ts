import { kept } from './former';
import type { Break, Deployed, DeployedBeside, Succeeding } from './successor';

/** The first domain's records and keys have the ids of always, and another's those of its name: none can take over the other's. */
export function reordered(before: Deployed, now: Succeeding): Break[] {
  const isBesideNow = now.others?.some(({ domain }) => domain === before.domain) === true;
  const wasBeside = before.others?.some(({ domain }) => domain === now.domain) === true;
  const staysBeside = kept(now).some(({ domain, beside }) => beside === true && domain === now.domain);
  if (!isBesideNow && !wasBeside && !staysBeside) return [];
  if (staysBeside && !wasBeside && !isBesideNow)
    return [
      {
        what: {
          en: `${now.domain} is the first domain, and its records of former stand among those of a domain beside the first: they would be made a second time, which Route 53 refuses.`,
          ja: `${now.domain} が先頭のドメインですが、former のレコードは先頭以外のドメインのものとして残っています。二重に作ることになり、Route 53 が拒否します。`,
        },
        remedy: {
          en: `Leave ${before.domain} first until preflight says that nothing of theirs waits: set over: true in that entry then, deploy, and make it the first one after that.`,
          ja: `preflight が待っているメールはないと示すまで、先頭は ${before.domain} のままにしてください。その後、その項目を over: true にしてデプロイしてから先頭にします。`,
        },
      },
    ];
  const host = before.hostName !== undefined && before.hostName !== now.hostName;
  return [
    {
      what: {
        en:
          `The first of domains was ${before.domain}, and would be ${now.domain}: the records of both would be made a second time, which Route 53 refuses` +
          (host
            ? `, and the server would get another host name, ${now.hostName} in place of ${String(before.hostName)}.`
            : '.'),
        ja:
          `domains の先頭は ${before.domain} でしたが、${now.domain} になります。両方のレコードを二重に作ることになり、Route 53 が拒否します。` +
          (host ? `サーバーのホスト名も ${String(before.hostName)} から ${now.hostName} に変わります。` : ''),
      },
      remedy: {
        en:
          `Put ${before.domain} first in domains again; the others may stand in any order.` +
          (host ? ` The host name does not depend on it with hostName: '${String(before.hostName)}'.` : ''),
        ja:
          `domains の先頭を ${before.domain} に戻してください。ほかのドメインの順序は自由です。` +
          (host ? `hostName: '${String(before.hostName)}' と書けば、ホスト名は順序によりません。` : ''),
      },
    },
  ];
}

/** Domains beside the first whose waiting mail nothing keeps the names of. */
export function left({ others = [] }: Deployed, now: Succeeding): Break[] {
  const own = new Map((now.others ?? []).map((each) => [each.domain, each]));
  const entries = kept(now);
  return others.flatMap((then) => {
    // Its place among the others is what is wrong then.
    if (then.domain === now.domain) return [];
    const is = own.get(then.domain);
    const selectors = is?.dkim.selectors ?? [];
    const all = entries.filter(({ domain }) => domain === then.domain);
    const signs = [{ envelopeDomain: is?.envelopeDomain, selectors: [] as readonly string[] }, ...all].some(
      (each) =>
        each.envelopeDomain === then.envelopeDomain &&
        [...each.selectors, ...selectors].includes(then.active),
    );
    if (signs) return [];
    return is?.envelopeDomain === then.envelopeDomain ? [keyless(then)] : [gone(then, is?.envelopeDomain)];
  });
}

function keyless({ domain, active }: DeployedBeside): Break {
  return {
    what: {
      en: `The deployed server signs for ${domain} with the selector ${active}, which its dkim.selectors no longer has: the mail in the queue would fail DKIM.`,
      ja: `稼働中のサーバーは ${domain} をセレクター ${active} で署名していますが、その dkim.selectors にありません。キューのメールが DKIM に失敗します。`,
    },
    remedy: {
      en: `Put "${active}" back into the selectors of ${domain} and change keys by \`kitte dkim rotate\`.`,
      ja: `${domain} の selectors に "${active}" を戻し、鍵の交換には \`kitte dkim rotate\` を使ってください。`,
    },
  };
}

/** Such as a zone that the deploy created has: Route 53 knows it. */
const UNKNOWN_ID = 'Z…';

function gone(then: DeployedBeside, next: string | undefined): Break {
  const { domain, envelopeDomain, served, active, zone, elsewhere } = then;
  const { id = UNKNOWN_ID, name = domain, role } = zone ?? {};
  const entry = `former: [${JSON.stringify({
    domain,
    ...(envelopeDomain === domain ? {} : { envelopeDomain }),
    hostedZone: elsewhere === true ? 'elsewhere' : { id, name, ...(role === undefined ? {} : { role }) },
    selectors: [active],
    ...(served.includes(envelopeDomain) ? { mx: true } : {}),
    beside: true,
  })}]`;
  const [en, ja] =
    next === undefined
      ? [`${domain} is no longer among the domains.`, `${domain} が domains にありません。`]
      : [
          `The envelopeDomain of ${domain}, ${envelopeDomain}, becomes ${next}.`,
          `${domain} の envelopeDomain が ${envelopeDomain} から ${next} に変わります。`,
        ];
  const [idEn, idJa] =
    id === UNKNOWN_ID && elsewhere !== true
      ? [' Give the id that its zone has in Route 53.', 'id には Route 53 のゾーンの ID を書いてください。']
      : ['', ''];
  const what =
    elsewhere === true
      ? {
          en: `${en} Mail that waits in the queue is signed and sent under these names; no deploy takes their records out of their own DNS, but its bounces would find nobody here, and nobody would say when the records may go.`,
          ja: `${ja}キューで待つメールはその名前で署名・送信されています。レコードは独自の DNS に残りますが、バウンスの戻り先がなくなり、レコードをいつ削除してよいかもわからなくなります。`,
        }
      : undefined;
  return {
    what: what ?? {
      en:
        `${en} Mail that waits in the queue is signed and sent under these names, and their records would go with this deploy: ` +
        'it would arrive without a pass, and its bounces would find nobody.',
      ja:
        `${ja}キューで待つメールはその名前で署名・送信されており、そのレコードはこのデプロイで消えます。` +
        'メールは認証に失敗し、バウンスの戻り先もなくなります。',
    },
    remedy: {
      en: `Add to the config, behind what former has: ${entry}.${idEn} The records stay then until the queue has run dry; preflight says when.`,
      ja: `設定の former の末尾に追加してください: ${entry}。${idJa}レコードはキューが空になるまで残り、いつ外せるかは preflight が示します。`,
    },
  };
}

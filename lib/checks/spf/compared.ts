import type { HostedZone } from '../../config/environment';
import { fail, putBack, warn, type Finding } from '../check';

/** What a record that works says otherwise than the one that Kitte writes; nothing when it is the same. */
export function compareSpf(
  name: string,
  record: string,
  wanted: string,
  zone?: HostedZone,
): Finding | undefined {
  const there = termsIn(record);
  const written = termsIn(wanted);
  const missing = written.filter((term) => !there.includes(term));
  const more = there.filter((term) => !written.includes(term));
  const subject = { en: `SPF of ${name}, as written`, ja: `${name} の SPF の内容` };
  if (missing.length > 0) {
    const back = putBack({ en: 'the SPF record', ja: 'SPF レコード' }, zone);
    return { ...fail(record, wanted, back), subject };
  }
  // What a person adds where no deploy writes stays.
  if (more.length === 0 || zone?.kind === 'elsewhere') return undefined;
  const list = more.join(' ');
  return {
    ...warn(record, wanted, {
      en: `Give ${list} in spf of the config and deploy, or take it out of the record: a deploy that changes the record drops it.`,
      ja: `${list} を設定の spf に書いてデプロイするか、レコードから外してください。レコードを変更するデプロイで失われます。`,
    }),
    subject,
  };
}

/** Names and mechanisms know no case, and a plus may be left out (RFC 7208 sections 4.6.1 and 4.6.2). */
function termsIn(record: string): string[] {
  return record
    .toLowerCase()
    .split(' ')
    .filter((term) => term !== '')
    .map((term) => term.replace(/^\+/, ''));
}

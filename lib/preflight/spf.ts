import { pass, type Check, type Finding } from '../checks/check';
import { countFinding, findingOf } from '../checks/spf/finding';
import { judgeSpf } from '../checks/spf/tree';
import type { Said } from '../checks/words';
import { senderSpf } from '../dns/spf';
import type { Given } from './given';

/** Of documentation (RFC 5737): stands for the address that the deploy allocates. */
const ANY = '192.0.2.254';
const EXPECTED: Said = { en: 'every term can be evaluated', ja: 'すべての項を評価できること' };

/** The record that the deploy will write, with all that it leads to in the DNS of today. */
export const spf: Check<Given> = {
  id: 'spf',
  of: 'domain',
  subject: ({ environment }) => ({
    en: `SPF of ${environment.envelopeDomain}, as it will be`,
    ja: `デプロイ後の ${environment.envelopeDomain} の SPF`,
  }),
  why: {
    en: 'One include that cannot be evaluated, or an eleventh lookup, and strict receivers refuse all mail of the domain (RFC 7208).',
    ja: '評価できない include が 1 つでもあるか、参照が 10 回を超えると、厳格な受信側はドメインの全メールを拒否します (RFC 7208)。',
  },
  async look({ environment, lookup }) {
    const { envelopeDomain: name, hostName, spf: config } = environment;
    const record = senderSpf(config, ANY);
    const judgement = await judgeSpf(name, record, lookup, {
      address: ANY,
      sender: `postmaster@${name}`,
      greeting: hostName,
    });
    const source = { name, include: config.include };
    const count = countFinding(judgement);
    const problems = judgement.problems.map((problem) => findingOf(problem, source));
    const findings: Finding[] = count.verdict === 'fail' ? [...problems, count] : problems;
    return findings.length > 0 ? findings : pass(count.seen, EXPECTED);
  },
};

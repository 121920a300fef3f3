import { fail, pass, warn, type Check, type Finding } from '../checks/check';
import { joined, type Said } from '../checks/words';
import type { Given, QuotaName, Site } from './given';
import { inOnePlace } from './place';
import { notTold } from './untold';

/** How a person finds it in Service Quotas. */
const QUOTAS: Readonly<
  Record<QuotaName, { readonly where: string; readonly en: string; readonly ja: string }>
> = {
  vpcs: { where: 'Amazon VPC, VPCs per Region (L-F678F1CE)', en: 'VPCs', ja: 'VPC' },
  gateways: {
    where: 'Amazon VPC, Internet gateways per Region (L-A4707A72)',
    en: 'internet gateways',
    ja: 'インターネットゲートウェイ',
  },
  vCpus: {
    where: 'Amazon EC2, Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances (L-1216C47A)',
    en: 'vCPUs',
    ja: 'vCPU',
  },
};

const EXPECTED: Said = { en: 'as many free as are wanted', ja: '必要な数だけ空いていること' };

/** What is one of a region beside the addresses, and makes the creation of the Server stack fail. */
export const quotas: Check<Given> = {
  id: 'quotas',
  needs: ['account'],
  subject: () => ({ en: 'quotas of the region', ja: 'リージョンのクォータ' }),
  why: {
    en: 'An account has room for five networks a region, and a new one for few processors: the deploy fails at the next.',
    ja: '1 リージョンのネットワークは 5 つまで、新しいアカウントのプロセッサー数も少なく、超えるとデプロイが失敗します。',
  },
  async look(given) {
    const all = await inOnePlace(given);
    const unmade = await undeployed(all);
    if (unmade === undefined) {
      const stacks = await given.account.stacks();
      return stacks.ok ? [] : notTold(stacks, EXPECTED);
    }
    const networks = unmade.filter(({ environment }) => environment.vpc.kind === 'own');
    const found = [
      ...(await room(given, 'vpcs', networks)),
      ...(await room(given, 'gateways', networks)),
      ...(await processors(given, all, unmade)),
    ];
    const poor = found.filter(({ verdict }) => verdict !== 'pass');
    const seen = joined(
      found.map(({ seen }) => seen),
      { en: '; ', ja: '。' },
    );
    return poor.length > 0 ? poor : pass(seen, EXPECTED);
  },
};

async function undeployed(sites: readonly Site[]): Promise<readonly Site[] | undefined> {
  const found: Site[] = [];
  for (const site of sites) {
    const stacks = await site.account.stacks();
    if (!stacks.ok) return undefined;
    if (!stacks.value.some(({ part, isMade }) => part === 'Server' && isMade)) found.push(site);
  }
  return found;
}

async function room(given: Given, quota: 'vpcs' | 'gateways', wanting: readonly Site[]): Promise<Finding[]> {
  if (wanting.length === 0) return [];
  const [used, most] = [await given.account.used(quota), await given.account.quota(quota)];
  if (!used.ok) return [about(quota, notTold(used, EXPECTED))];
  if (!most.ok) return [about(quota, notTold(most, EXPECTED))];
  return [counted(quota, used.value, most.value, wanting.length, namesOf(wanting))];
}

/** A machine that stands while its successor is made counts too. */
async function processors(given: Given, all: readonly Site[], unmade: readonly Site[]): Promise<Finding[]> {
  const [used, most] = [await given.account.used('vCpus'), await given.account.quota('vCpus')];
  if (!used.ok) return [about('vCpus', notTold(used, EXPECTED))];
  if (!most.ok) return [about('vCpus', notTold(most, EXPECTED))];
  const sizes = new Map<Site, number>();
  for (const site of all) {
    const size = await site.account.vCpusOf(site.environment.machine.instanceType);
    if (!size.ok) return [about('vCpus', notTold(size, EXPECTED))];
    sizes.set(site, size.value);
  }
  const wanted = unmade.reduce((sum, site) => sum + (sizes.get(site) ?? 0), 0);
  const now = counted('vCpus', used.value, most.value, wanted, namesOf(unmade));
  const largest = Math.max(...sizes.values());
  if (now.verdict !== 'pass' || used.value + wanted + largest <= most.value) return [now];
  return [
    about(
      'vCpus',
      warn(
        now.seen,
        { en: `${String(largest)} more for a replacement`, ja: `交換のためにさらに ${String(largest)}` },
        {
          en: `A machine that is replaced stands beside its successor for a while: before the first replacement ask for more at Service Quotas, ${QUOTAS.vCpus.where}.`,
          ja: `交換のあいだは新旧のマシンが並びます。最初の交換の前に、Service Quotas（${QUOTAS.vCpus.where}）で引き上げを申請してください。`,
        },
      ),
    ),
  ];
}

function counted(quota: QuotaName, used: number, most: number, wanted: number, names: string): Finding {
  const { where, en, ja } = QUOTAS[quota];
  const free = Math.max(0, most - used);
  const forWhom = names === '' ? '' : `, for ${names}`;
  const seen = {
    en: `${en}: ${String(used)} of ${String(most)} in use, ${String(free)} free; ${String(wanted)} wanted${forWhom}`,
    ja: `${ja}: ${String(most)} 中 ${String(used)} を使用中、空き ${String(free)}。必要 ${String(wanted)}${names === '' ? '' : `（${names}）`}`,
  };
  if (wanted <= free) return about(quota, pass(seen, EXPECTED));
  return about(
    quota,
    fail(seen, EXPECTED, {
      en: `Ask for more: Service Quotas, ${where}${quota === 'vCpus' ? '' : '; remove one that nothing uses; or give a VPC that is there by vpc'}.`,
      ja: `Service Quotas（${where}）で引き上げを申請してください${quota === 'vCpus' ? '' : '。使っていないものを削除するか、既存の VPC を vpc で指定することもできます'}。`,
    }),
  );
}

const about = (quota: QuotaName, finding: Finding): Finding => ({
  ...finding,
  subject: { en: QUOTAS[quota].en, ja: QUOTAS[quota].ja },
});

const namesOf = (sites: readonly Site[]) => sites.map(({ environment }) => environment.name).join(', ');

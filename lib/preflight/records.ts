import { type Check } from '../checks/check';
import { collisions, NO_SET } from './collisions';
import type { Given } from './given';
import { entered } from './elsewhere';
import { recordsInZone } from './in-zone';
import { notTold } from './untold';

export const records: Check<Given> = {
  id: 'records',
  of: 'zone',
  subject: ({ environment }) => environment.hostedZone.name,
  why: {
    en: 'Route 53 refuses a second set, and the deploy of the Dns stack fails.',
    ja: 'Route 53 は 2 つ目のレコードセットを拒否し、Dns スタックのデプロイが失敗します。',
  },
  needs: ['zone'],
  async look(given) {
    const { account } = given;
    const { hostedZone } = given.environment;
    // Nothing can be in the way in a zone that the deploy makes.
    if (hostedZone.kind === 'created') return [];
    if (hostedZone.kind === 'elsewhere') return entered(given);
    const existing = await account.recordSets(hostedZone.id, hostedZone.role);
    if (!existing.ok) return notTold(existing, NO_SET);
    const own = await account.ownRecords();
    if (!own.ok && own.because !== 'absent') return notTold(own, NO_SET);
    const others = await account.othersRecords();
    return collisions(recordsInZone(given), existing.value, {
      own: own.ok ? own.value : new Map(),
      // Who may not list stacks is not told whose they are; the rows stay.
      others: others.ok ? others.value : new Map(),
    });
  },
};

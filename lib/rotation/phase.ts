import type { Dkim } from '../config/environment';

/** Where a rotation stands, read off the config alone. */
export type Phase = 'none' | 'publishing' | 'published' | 'switching' | 'switched';

export function phaseOf({ active, rotation }: Dkim): Phase {
  if (rotation === undefined) return 'none';
  if (active === rotation.to) return rotation.switched === undefined ? 'switching' : 'switched';
  return rotation.published === undefined ? 'publishing' : 'published';
}

export const PHASES: Readonly<Record<Phase, string>> = {
  none: 'no rotation is under way',
  publishing: 'the new key is being published',
  published: 'resolvers forget that there was no new key',
  switching: 'signing is being switched',
  switched: 'mail signed with the old key leaves the queue',
};

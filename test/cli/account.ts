import { type AccountOptions, type LocalAccountHandle, startAccount } from '../../lib/local-aws';
import { models } from '../fixtures/kept-models';
import { NullFleet } from '../local-aws/null-fleet';

export const IMAGE = '/aws/service/debian/release/13/latest/arm64';

/** A local account for one command: no machines behind it. */
export async function account(
  publicParameters: Record<string, string> = { [IMAGE]: 'ami-0aaaaaaaaaaaaaaaa' },
  further: Partial<AccountOptions> = {},
): Promise<LocalAccountHandle> {
  return startAccount({
    accountId: '111122223333',
    region: 'eu-west-1',
    addressPool: ['192.0.2.10', '192.0.2.11', '192.0.2.12', '192.0.2.13', '192.0.2.14', '192.0.2.15'],
    fleet: new NullFleet(),
    publicParameters,
    images: { 'ami-0aaaaaaaaaaaaaaaa': 'arm64', 'ami-0bbbbbbbbbbbbbbbb': 'x86_64' },
    resolveA: () => Promise.resolve([]),
    ...(await models()),
    ...further,
  });
}

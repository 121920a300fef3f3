import { join } from 'node:path';

import type { Answer } from 'dns-packet';

import type { AccountOptions, Zone } from '../../../../lib/local-aws';
import { startDns } from '../../../cli/dns';

/** A public DNS that has what the account's public zones have, for its Lambda handlers as well. */
export async function accountDns(zones: () => readonly Zone[]) {
  const dns = await startDns([]);
  const options = {
    lambdaLaunch: (argv: string[], env: Record<string, string>) => ({
      argv,
      env: {
        ...env,
        NODE_OPTIONS: `--require=${join(__dirname, 'ask-this-resolver.cjs')}`,
        KITTE_TEST_RESOLVER: dns.address,
      },
    }),
    onDnsChange(): Promise<void> {
      dns.answers = zones().flatMap(answersOf);
      return Promise.resolve();
    },
    resolveA: (name: string) =>
      Promise.resolve(
        zones()
          .flatMap(({ records }) => records.filter((record) => record.type === 'A' && record.name === name))
          .flatMap(({ values }) => values),
      ),
  } satisfies Partial<AccountOptions>;
  return { options, close: () => dns.close() };
}

/** From the presentation form, the types that a look-up of ours asks for. */
function answersOf({ records }: Zone): Answer[] {
  return records.flatMap(({ name, type, ttl, values }) =>
    values.flatMap((value): Answer[] => {
      switch (type) {
        case 'A':
        case 'CNAME':
        case 'NS':
          return [{ type, name, ttl, data: value.replace(/\.$/, '') }];
        case 'MX': {
          const [preference = '', exchange = ''] = value.split(' ');
          return [
            {
              type,
              name,
              ttl,
              data: { preference: Number(preference), exchange: exchange.replace(/\.$/, '') },
            },
          ];
        }
        case 'TXT':
          return [{ type, name, ttl, data: [...value.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text) }];
        default:
          return [];
      }
    }),
  );
}

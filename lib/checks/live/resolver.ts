import { promises, type CaaRecord, type MxRecord, type SrvRecord } from 'node:dns';
import { LookupError, type Lookup, type LookupType } from '../probe';

/** Codes that say: there is none (c-ares). Anything else says: not known. */
const NONE = ['ENODATA', 'ENOTFOUND'];

/** Looks up with these servers, or with the system's. */
export function resolverLookup(servers: readonly string[]): Lookup {
  const resolver = new promises.Resolver({ timeout: 3000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return async (name, type) => {
    try {
      const answers = (await resolver.resolve(name, type)) as readonly unknown[];
      return answers.map((answer) => written(type, answer));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      if (NONE.includes(code)) return [];
      throw new LookupError(`${type} ${name}`, code);
    }
  };
}

/** Presentation form, the trailing dot left out. */
export function written(type: LookupType, answer: unknown): string {
  switch (type) {
    case 'TXT':
      return (answer as string[]).join('');
    case 'MX': {
      const { priority, exchange } = answer as MxRecord;
      return `${String(priority)} ${exchange}`;
    }
    case 'SRV': {
      const { priority, weight, port, name } = answer as SrvRecord;
      return `${String(priority)} ${String(weight)} ${String(port)} ${name}`;
    }
    case 'CAA': {
      const { critical, ...properties } = answer as CaaRecord;
      const [[tag = '', value = ''] = []] = Object.entries(properties as Record<string, string>);
      return `${String(critical)} ${tag} "${value}"`;
    }
    default:
      return answer as string;
  }
}

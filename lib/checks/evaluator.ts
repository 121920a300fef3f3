import type { Lookup, LookupType } from './probe';

/** Our lookup in the form of `dns.promises.resolve`, for mailauth. */
export function evaluatorResolver(lookup: Lookup) {
  return async (name: string, type: string): Promise<string[] | string[][]> => {
    const answers = await lookup(name, type as LookupType);
    if (answers.length === 0)
      throw Object.assign(new Error(`${type} of ${name}: no data`), { code: 'ENODATA' });
    if (type === 'TXT') return answers.map((answer) => [answer]);
    if (type === 'MX')
      return answers.map((answer) => {
        const [priority = '0', exchange = ''] = answer.split(' ');
        return { priority: Number(priority), exchange };
      }) as unknown as string[];
    return [...answers];
  };
}

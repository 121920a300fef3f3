import type { World } from '../world';
import type { Resolver } from './second-opinion';

/** The world's DNS in the form of `dns.promises.resolve`, for verifiers that run outside its namespaces. */
export function worldResolver(world: Pick<World, 'lookup'>): Resolver {
  return async (name, type) => {
    const answers = await world.lookup(name, type);
    if (answers.length === 0)
      throw Object.assign(new Error(`${type} of ${name}: no data`), { code: 'ENODATA' });
    if (type === 'TXT') return answers.map(textStrings);
    if (type === 'PTR') return answers.map((answer) => answer.replace(/\.$/, ''));
    return answers;
  };
}

/** `"a" "b"` in presentation format to its strings. */
export function textStrings(presentation: string): string[] {
  return [...presentation.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(\d{3})|\\(.)/g, (_, code: string | undefined, char: string) =>
      code === undefined ? char : String.fromCharCode(Number(code)),
    ),
  );
}

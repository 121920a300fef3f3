import { invalid } from './intrinsics';

/** Logical id to the ids it must wait for. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

export function reversed(graph: Graph): Graph {
  const reverse = new Map([...graph.keys()].map((id) => [id, new Set<string>()]));
  for (const [id, needs] of graph) for (const need of needs) reverse.get(need)?.add(id);
  return reverse;
}

/** An order in which each comes after what it needs. */
export function sorted(graph: Graph): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string, path: string[]): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open')
      throw invalid(`Circular dependency between resources: [${[...path, id].join(', ')}]`);
    state.set(id, 'open');
    for (const need of graph.get(id) ?? []) visit(need, [...path, id]);
    state.set(id, 'done');
    order.push(id);
  };
  for (const id of graph.keys()) visit(id, []);
  return order;
}

/**
 * Runs a task for each node as soon as its needs are done, independent ones side by side.
 * After a failure nothing new starts; what runs may finish; then the first failure is thrown.
 */
export async function walk(graph: Graph, task: (id: string) => Promise<void>): Promise<void> {
  let failure: { error: unknown } | undefined;
  const running = new Map<string, Promise<void>>();
  for (const id of sorted(graph)) {
    const needs = [...(graph.get(id) ?? [])].flatMap((need) => running.get(need) ?? []);
    running.set(
      id,
      Promise.all(needs).then(async () => {
        if (failure) return;
        try {
          await task(id);
        } catch (error) {
          failure ??= { error };
        }
      }),
    );
  }
  await Promise.all(running.values());
  if (failure) throw failure.error;
}

/** Plain nested values by path: what the parser needs to tell who wrote a value, and to look past a wrong one. */
export type Path = readonly PropertyKey[];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) => (has(node, key) ? (node as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

function has(node: unknown, key: PropertyKey): boolean {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key);
}

/** `overrides` over `base`: records are joined key by key, everything else is replaced. */
export function merge(base: unknown, overrides: unknown): unknown {
  if (overrides === undefined) return base;
  if (!isRecord(base) || !isRecord(overrides)) return overrides;
  const keys = new Set([...Object.keys(base), ...Object.keys(overrides)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(at(base, [key]), at(overrides, [key]))]));
}

/** A copy without what stands at these paths. */
export function without(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  const below = (key: PropertyKey) => paths.filter((path) => String(path[0]) === String(key));
  const kept = Object.entries(value)
    .filter(([key]) => !below(key).some((path) => path.length === 1))
    .map(
      ([key, child]) =>
        [
          key,
          without(
            child,
            below(key).map((path) => path.slice(1)),
          ),
        ] as const,
    );
  return Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}

export function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((key, index) => String(path[index]) === String(key));
}

/** The path that a value had before `without` took these out: what follows in a list moves up there. */
export function pathBefore(taken: readonly Path[], path: Path): Path {
  return path.reduce<Path>((before, key) => {
    if (typeof key !== 'number') return [...before, key];
    const gone = taken
      .filter((each) => each.length === before.length + 1 && startsWith(each, before))
      .map((each) => Number(each.at(-1)))
      .sort((one, two) => one - two);
    return [...before, gone.reduce((index, each) => (each <= index ? index + 1 : index), key)];
  }, []);
}

export function written(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

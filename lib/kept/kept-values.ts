import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Beside the packages that made it: an `npm ci` takes both away. Deleting it is always safe. */
const FOLDER = join(__dirname, '../../node_modules/.cache/kitte');

/**
 * Values that cost more to make than to keep, in one file, each with the key of what it was made of. The newest stay.
 * Two processes may write at once: each puts a whole file in place of another. Where nothing can be written nothing is
 * kept.
 */
export class KeptValues<T> {
  private readonly file: string;

  constructor(
    name: string,
    private readonly most = 50,
    folder = FOLDER,
  ) {
    this.file = join(folder, `${name}.json`);
  }

  get(key: string): T | undefined {
    return this.read().find(([known]) => known === key)?.[1];
  }

  set(key: string, value: T): void {
    const others = this.read().filter(([known]) => known !== key);
    const text = JSON.stringify([[key, value], ...others].slice(0, this.most));
    const draft = `${this.file}.${String(process.pid)}`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(draft, text);
      renameSync(draft, this.file);
    } catch {
      discard(draft);
    }
  }

  private read(): [string, T][] {
    try {
      const known = JSON.parse(readFileSync(this.file, 'utf8')) as [string, T][] | null;
      return Array.isArray(known) ? known : [];
    } catch {
      return [];
    }
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft);
  } catch {
    // It was never there.
  }
}

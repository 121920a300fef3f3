import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

/**
 * What was made of each source file, one file for one, with the hash of what it was made of on its first line. Made of
 * another source, or in another way, it is as good as none. Two processes may write at once: each puts a whole file in
 * place of another. Where nothing can be written it lasts for this process.
 */
export class Kept {
  #made = new Map();
  #root;
  #folder;
  #way;

  constructor(root, folder, way) {
    this.#root = root;
    this.#folder = folder;
    this.#way = way;
  }

  get(file, source) {
    const key = this.#key(source);
    try {
      const text = this.#made.get(file) ?? readFileSync(this.#place(file), 'utf8');
      const end = text.indexOf('\n');
      return text.slice(0, end) === key ? text.slice(end + 1) : undefined;
    } catch {
      return undefined;
    }
  }

  set(file, source, made) {
    const text = `${this.#key(source)}\n${made}`;
    const place = this.#place(file);
    const draft = `${place}.${process.pid}`;
    this.#made.set(file, text);
    try {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(draft, text);
      renameSync(draft, place);
    } catch {
      discard(draft);
    }
    return made;
  }

  #key(source) {
    return `//${hash('sha256', this.#way + source)}`;
  }

  /** Files from elsewhere, such as a config, are named by the hash of their path. */
  #place(file) {
    const within = relative(this.#root, file);
    const outside = within.startsWith('..') || isAbsolute(within);
    return join(this.#folder, outside ? join('elsewhere', hash('sha256', file)) : `${within}.js`);
  }
}

function discard(draft) {
  try {
    rmSync(draft);
  } catch {
    // It was never there.
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Calls `start` where the packages are that the commands stand on. Who installs the library gets none of them
 * (docs/decisions/0111-what-an-app-installs.md): then the command line that installs those that are missing is printed.
 */
export function withPackages(start) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'commands/package.json'), 'utf8'));
  const { resolve } = createRequire(import.meta.url);
  const missing = Object.entries(dependencies).filter(
    ([name]) => !resolve.paths(name).some((folder) => existsSync(join(folder, name, 'package.json'))),
  );
  if (missing.length === 0) return start();
  const wanted = missing.map(([name, range]) => `'${name}@${range}'`).join(' ');
  console.error(
    `Kitte's commands need ${missing.length} packages that its constructs do not. Install them beside it:\n\n  npm install --save-dev ${wanted}`,
  );
  process.exitCode = 1;
}

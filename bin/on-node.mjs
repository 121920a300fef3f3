// Read by any Node since 18, so it uses nothing newer. The floor is that of package.json's engines: a test compares.
import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';

const FLOOR = [22, 22];

/**
 * Calls `start` if this Node is new enough. Else runs the same program by the Node that `npm ci` has put beside it
 * (optional dependencies, for Linux on x64 and arm64), and ends as that one ends.
 */
export function onNode(start) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return start();
  const node = packaged();
  if (node === undefined) refuse();
  else {
    link(node);
    handOver(node);
  }
}

/**
 * For the next `npm run` and `npx`. npm 9, which Debian 12 and 13 have, removes the link at the end of `npm ci`: it
 * clears away what the package for the other processor would have linked, which has the same name.
 */
function link(node) {
  const folder = join(node, '../../../.bin');
  try {
    symlinkSync(relative(folder, node), join(folder, 'node'));
  } catch {
    // It is there, or another's to make: this program runs without it.
  }
}

function packaged() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node');
  } catch {
    return undefined;
  }
}

function refuse() {
  console.error(
    `Kitte needs Node ${FLOOR.join('.')} or later; this is ${process.versions.node}. On Linux (x64, arm64, glibc) \`npm ci\` in ${join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..')} brings one, unless it is told to omit optional packages; elsewhere install it from https://nodejs.org.`,
  );
  process.exitCode = 1;
}

function handOver(node) {
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    // What it starts in its turn finds the same Node.
    env: { ...process.env, PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', refuse);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's global setup: what tests and CDK leave in the temporary folder goes when the run ends. Every synth of an `App` without
 * an output directory makes one there.
 */
export default function setUp(): void {
  const folder = mkdtempSync(join(tmpdir(), 'kitte-jest-'));
  // The workers are children of this process, and read it there.
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

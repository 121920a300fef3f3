import { readFileSync, writeFileSync } from 'node:fs';
import { merge } from '../../config/tree';
import type { CdkRun } from '../cdk';
import type { Ground } from './ground';

/** The config that the rehearsal was deployed with: JSON behind `export default`. */
const pathOf = ({ rehearsal }: Ground) =>
  rehearsal
    .context()
    .find((entry) => entry.startsWith('config='))
    ?.slice('config='.length) ?? '';

/** Fields that are set anew, as the owner edits the file; what stands beside them stays. */
export function edit(ground: Ground, changes: object): void {
  const path = pathOf(ground);
  const config = JSON.parse(readFileSync(path, 'utf8').replace(/^export default |;\n$/g, '')) as object;
  writeFileSync(path, `export default ${JSON.stringify(merge(config, changes), null, 2)};\n`);
}

/** A deploy of what the file says now, by this project's code or another's. */
export function deploy({ rehearsal, sender }: Ground, project?: string): Promise<CdkRun> {
  const args = ['deploy', `${sender.environment.name}/*`, '--require-approval', 'never'];
  return rehearsal.stand.cdk([...args, ...rehearsal.context()], undefined, project);
}

export function mustSucceed({ exitCode, output }: CdkRun): void {
  if (exitCode !== 0) throw new Error(`cdk deploy failed:\n${output.slice(-4000)}`);
}

export function mustFail({ exitCode, output }: CdkRun, words: RegExp): void {
  if (exitCode === 0 || !words.test(output))
    throw new Error(`cdk deploy should have failed with ${String(words)}:\n${output.slice(-4000)}`);
}

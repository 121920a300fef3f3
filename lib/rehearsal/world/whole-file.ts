import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/** Whoever reads it meanwhile finds the old text or the new one, and two who write it at once are in nobody's way. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  await writeFile(part, text);
  await rename(part, file);
}

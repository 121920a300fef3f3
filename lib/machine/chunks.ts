import { gzipSync } from 'fflate';
import { createHash } from 'node:crypto';

/** What an SSM parameter of the standard (free) tier holds, in bytes. */
export const PARAMETER_LIMIT = 4096;

export interface ChunkParameter {
  readonly name: string;
  readonly value: string;
}

/** By which the machine finds the chunks, and knows them: the hash is that of the compressed bytes. */
export interface ChunksReference {
  readonly parent: string;
  readonly count: number;
  readonly sha256: string;
}

/** The same bytes in every place: fflate is plain JavaScript, and no clock is read. */
export function compressed(data: Uint8Array): Uint8Array {
  return gzipSync(data, { level: 9, mtime: 0 });
}

export function hashOf(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** What is larger than a parameter, as SSM String parameters: base64, cut. */
export function inChunks(parent: string, packed: Uint8Array): ChunkParameter[] {
  const text = Buffer.from(packed).toString('base64');
  const chunks = text.match(new RegExp(`.{1,${PARAMETER_LIMIT}}`, 'g')) ?? [];
  return chunks.map((value, index) => ({ name: `${parent}/${index}`, value }));
}

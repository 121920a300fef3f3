import { unsupported } from '../errors';
import type { Values } from '../values';

/** `{{resolve:ssm:...}}` would reach a resource as it stands: loudly refused. */
export function assertNoDynamicReference(id: string, properties: Values): void {
  const found = /\{\{resolve:[^}]*\}\}/.exec(JSON.stringify(properties))?.[0];
  if (found !== undefined) throw unsupported(`dynamic references: ${found} in resource ${id}`);
}

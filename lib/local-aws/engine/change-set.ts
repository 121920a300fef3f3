import type { ResourceAccount } from '../resource-account';
import { ApiError } from '../errors';
import { wrongProperties } from '../model/resource-model';
import { canonical, sameValue } from '../values';
import type { Value, Values } from '../values';
import { activeIds, graphOf } from './active';
import { sorted } from './graph';
import { LATER } from './intrinsics';
import { propertiesOf } from './properties';
import { isCustom, METADATA, recreationOf, replaces } from './replacement';
import { stackScope } from './scope';
import type { ResourceChange, Stack, StackRequest } from './stack';
import type { ResourceDefinition } from './template';
import { providerOf } from '../providers';

/** What a request would change, worked out without touching anything. */
export function planChanges(account: ResourceAccount, stack: Stack, request: StackRequest): ResourceChange[] {
  const changes = new Map<string, ResourceChange>();
  const unsettled = new Set<string>();
  const imports = new Set(stack.imports);
  const scope = stackScope(account, { ...stack, imports }, request, (id) => {
    const existing = stack.resources.get(id);
    if (existing && !unsettled.has(id)) return existing;
    const attributes = new Proxy({}, { get: () => LATER, has: () => true });
    return {
      ref:
        changes.get(id)?.action === 'Modify' && changes.get(id)?.replacement === 'False' && existing
          ? existing.ref
          : LATER,
      attributes,
    };
  });
  for (const id of sorted(graphOf(account, stack, request))) {
    const definition = request.template.resources.get(id) as ResourceDefinition;
    const after = propertiesOf(stack, id, request, scope).properties;
    // A type or property that nobody here provides is refused now, not half-way through.
    providerOf(definition.type, after);
    demandModel(id, definition.type, after);
    const existing = stack.resources.get(id);
    const base = { logicalId: id, type: definition.type, physicalId: existing?.physicalId };
    if (!existing || existing.type !== definition.type) {
      unsettled.add(id);
      changes.set(id, {
        ...base,
        action: existing ? 'Modify' : 'Add',
        replacement: existing ? 'True' : undefined,
        properties: [],
      });
      continue;
    }
    const names = [...new Set([...Object.keys(existing.properties), ...Object.keys(after)])];
    const properties = names
      .filter((name) => !sameValue(existing.properties[name], after[name]))
      .map((name) => {
        const recreation = recreationOf(definition.type, name);
        return { name, recreation, before: shown(existing.properties[name]), after: shown(after[name]) };
      });
    if (properties.length === 0) continue;
    unsettled.add(id);
    const replaced = properties.some(({ name, recreation }) =>
      replaces(definition.type, { name, recreation }),
    );
    changes.set(id, { ...base, action: 'Modify', replacement: replaced ? 'True' : 'False', properties });
  }
  const active = activeIds(account, stack, request);
  for (const existing of stack.resources.values()) {
    if (active.has(existing.logicalId)) continue;
    changes.set(existing.logicalId, {
      ...existing,
      action: 'Remove',
      replacement: undefined,
      properties: [],
    });
  }
  return [...changes.values()];
}

/** What AWS's schema of the type does not have would fail at AWS, there in the middle of the deploy. */
function demandModel(id: string, type: string, properties: Values): void {
  if (isCustom(type) || type === METADATA) return;
  const wrong = wrongProperties(type, properties);
  if (wrong.length > 0)
    throw new ApiError('LocalAccountModel', `${id} is not as AWS's schema has ${type}: ${wrong.join('; ')}.`);
}

const shown = (value: Value) => (typeof value === 'string' ? value : canonical(value));

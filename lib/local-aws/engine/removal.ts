import type { ResourceAccount } from '../resource-account';
import { providerOf } from '../providers';
import type { Graph } from './graph';
import { reversed, walk } from './graph';
import { placeOf } from './place';
import { mark, text } from './progress';
import type { Stack, StackRequest, StackResource } from './stack';

interface Removal {
  /** What each of the resources was made after. */
  readonly graph: Graph;
  /** No longer in the stack's own list: what a replacement left behind. */
  readonly ghosts?: ReadonlySet<StackResource>;
  /** Which others stay although they leave the stack. */
  readonly retains?: (resource: StackResource) => boolean;
}

/**
 * What was made by the operation that is rolled back stays when its policy is `Retain`, unless the request
 * says that it shall not (RetainExceptOnCreate of ExecuteChangeSet; CloudFormation User Guide, DeletionPolicy).
 */
export const outlastsRollback =
  ({ retainExceptOnCreate }: StackRequest) =>
  ({ definition }: StackResource): boolean =>
    definition.retainOnRollback && !retainExceptOnCreate;

/** Deletes what depends before what it depends on; says whether all of it went. */
export async function removeAll(
  account: ResourceAccount,
  stack: Stack,
  resources: readonly StackResource[],
  { graph, ghosts = new Set(), retains = ({ definition }) => definition.retainOnDelete }: Removal,
): Promise<boolean> {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const among = new Map(
    resources.map(({ logicalId }) => [
      logicalId,
      new Set([...(graph.get(logicalId) ?? [])].filter((id) => byId.has(id))),
    ]),
  );
  let allGone = true;
  const removal = walk(reversed(among), async (id) => {
    const resource = byId.get(id) as StackResource;
    const ghost = ghosts.has(resource);
    const retain = ghost ? resource.definition.retainOnReplace : retains(resource);
    if (resource.physicalId !== '') {
      if (retain) mark(account, stack, resource, 'DELETE_SKIPPED');
      else if (!(await remove(account, stack, resource))) {
        allGone = false;
        throw new Error(`${id} is still there`);
      }
    }
    if (!ghost) stack.resources.delete(id);
  });
  await removal.catch(() => undefined);
  return allGone;
}

async function remove(account: ResourceAccount, stack: Stack, resource: StackResource): Promise<boolean> {
  mark(account, stack, resource, 'DELETE_IN_PROGRESS');
  try {
    await providerOf(resource.type, resource.properties).delete(
      resource.physicalId,
      resource.properties,
      placeOf(account, stack, resource),
    );
  } catch (error) {
    mark(account, stack, resource, 'DELETE_FAILED', text(error));
    return false;
  }
  mark(account, stack, resource, 'DELETE_COMPLETE');
  return true;
}

import { ApiError } from '../errors';
import type { ResourceAccount } from '../resource-account';
import { providerOf } from '../providers';
import type { Values } from '../values';
import { activeIds, graphOf } from './active';
import { assertNoDynamicReference } from './dynamic-reference';
import { CustomResourceFailure } from './custom-resource';
import type { Graph } from './graph';
import { walk } from './graph';
import { outputsOf } from './outputs';
import { adopt, placeOf } from './place';
import { mark, text } from './progress';
import { propertiesOf } from './properties';
import { outlastsRollback, removeAll } from './removal';
import { changedProperties, replaces } from './replacement';
import { stackScope } from './scope';
import type { Stack, StackRequest, StackResource } from './stack';
import type { ResourceDefinition } from './template';

/** One create, update or delete of a stack, with its roll-back. */
export class Deployment {
  private readonly before: Map<string, StackResource>;
  private readonly previous: StackRequest | undefined;
  private readonly outputsRead: Stack['outputsRead'];
  /** What a replacement left behind; goes in the cleanup, or is put back by a roll-back. */
  private readonly replaced: StackResource[] = [];
  private readonly touched = new Set<string>();

  constructor(
    private readonly account: ResourceAccount,
    private readonly stack: Stack,
  ) {
    this.before = new Map([...stack.resources].map(([id, resource]) => [id, { ...resource }]));
    this.previous = stack.request;
    this.outputsRead = stack.outputsRead;
  }

  async create(request: StackRequest): Promise<void> {
    this.status('CREATE_IN_PROGRESS', 'User Initiated');
    this.stack.request = request;
    try {
      await this.apply(request);
      this.stack.outputs = outputsOf(this.account, this.stack, request);
      this.status('CREATE_COMPLETE');
    } catch (error) {
      if (request.disableRollback) return this.status('CREATE_FAILED', text(error));
      this.status('ROLLBACK_IN_PROGRESS', `${text(error)} Rollback requested by user.`);
      const made = [...this.stack.resources.values()];
      const done = await removeAll(this.account, this.stack, made, {
        graph: graphOf(this.account, this.stack, request),
        retains: outlastsRollback(request),
      });
      this.status(done ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED');
    }
  }

  async update(request: StackRequest): Promise<void> {
    this.stack.updated = new Date();
    this.status('UPDATE_IN_PROGRESS', 'User Initiated');
    this.stack.request = request;
    this.stack.imports = new Set();
    try {
      await this.apply(request);
      const outputs = outputsOf(this.account, this.stack, request);
      this.account.stacks.assertExportsFree(this.stack, outputs);
      this.stack.outputs = outputs;
    } catch (error) {
      if (request.disableRollback) return this.status('UPDATE_FAILED', text(error));
      return this.rollBack(text(error));
    }
    this.status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const kept = activeIds(this.account, this.stack, request);
    const removed = [...this.stack.resources.values()].filter((resource) => !kept.has(resource.logicalId));
    await removeAll(this.account, this.stack, [...this.replaced, ...removed], {
      graph: this.previousGraph(),
      ghosts: new Set(this.replaced),
    });
    this.status('UPDATE_COMPLETE');
  }

  async delete(): Promise<void> {
    this.status('DELETE_IN_PROGRESS', 'User Initiated');
    const done = await removeAll(this.account, this.stack, [...this.stack.resources.values()], {
      graph: this.previousGraph(),
    });
    if (done) this.stack.outputs = [];
    this.status(
      done ? 'DELETE_COMPLETE' : 'DELETE_FAILED',
      done ? undefined : 'The following resource(s) failed to delete: see the events.',
    );
  }

  private async rollBack(why: string): Promise<void> {
    this.status('UPDATE_ROLLBACK_IN_PROGRESS', why);
    const request = this.previous as StackRequest;
    const failedRequest = this.stack.request as StackRequest;
    const made = [...this.stack.resources.values()].filter((resource) => {
      const old = this.before.get(resource.logicalId);
      return this.touched.has(resource.logicalId) && old?.physicalId !== resource.physicalId;
    });
    let failed: unknown;
    const graph = graphOf(this.account, this.stack, request);
    await walk(graph, async (id) => {
      const old = this.before.get(id) as StackResource;
      const now = this.stack.resources.get(id);
      this.stack.resources.set(id, old);
      if (now && this.touched.has(id) && now.physicalId === old.physicalId)
        await this.change(now, old.properties, old.definition);
    }).catch((error: unknown) => (failed = error));
    if (failed) return this.status('UPDATE_ROLLBACK_FAILED', text(failed));
    this.stack.request = request;
    this.stack.outputsRead = this.outputsRead;
    this.status('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    const kept = new Set([...this.before.keys()]);
    await removeAll(this.account, this.stack, made, {
      graph: graphOf(this.account, this.stack, failedRequest),
      ghosts: new Set(made.filter((one) => kept.has(one.logicalId))),
      retains: outlastsRollback(failedRequest),
    });
    this.status('UPDATE_ROLLBACK_COMPLETE');
  }

  private previousGraph(): Graph {
    return this.previous ? graphOf(this.account, this.stack, this.previous) : new Map();
  }

  private apply(request: StackRequest): Promise<void> {
    const scope = stackScope(this.account, this.stack, request, (id) => this.stack.resources.get(id));
    return walk(graphOf(this.account, this.stack, request), async (id) => {
      const definition = request.template.resources.get(id) as ResourceDefinition;
      const old = this.stack.resources.get(id);
      try {
        const { properties, read } = propertiesOf(this.stack, id, request, scope);
        assertNoDynamicReference(id, properties);
        if (!old) await this.make(id, definition, properties);
        else if (old.type !== definition.type) await this.replace(old, definition, properties);
        else await this.change(old, properties, definition);
        this.stack.outputsRead = new Map([...this.stack.outputsRead, [id, read]]);
      } catch (error) {
        if (this.stack.resources.get(id)?.status.endsWith('_FAILED') !== true)
          this.failEarly(id, definition, error);
        throw new Error(`The following resource(s) failed: [${id}]. ${text(error)}`, { cause: error });
      }
    });
  }

  /** A resource whose properties could not even be worked out. */
  private failEarly(id: string, definition: ResourceDefinition, error: unknown): void {
    const old = this.stack.resources.get(id);
    const status = old ? 'UPDATE_FAILED' : 'CREATE_FAILED';
    this.account.stacks.event(this.stack, {
      logicalId: id,
      physicalId: old?.physicalId ?? '',
      type: definition.type,
      status,
      reason: text(error),
    });
  }

  private async make(id: string, definition: ResourceDefinition, properties: Values): Promise<void> {
    const resource: StackResource = {
      logicalId: id,
      definition,
      type: definition.type,
      physicalId: '',
      ref: '',
      attributes: {},
      properties,
      status: '',
      reason: undefined,
      updated: new Date(),
    };
    this.touched.add(id);
    this.stack.resources.set(id, resource);
    this.mark(resource, 'CREATE_IN_PROGRESS');
    try {
      const signals =
        definition.signals && this.account.stacks.expectSignals(this.stack, id, definition.signals);
      if (this.account.options.denied?.has(definition.type) === true)
        throw new ApiError(
          'AccessDenied',
          `The role of this deploy is not authorized to create an ${definition.type} with an explicit deny in a service control policy`,
        );
      adopt(
        resource,
        await providerOf(definition.type, properties).create(
          properties,
          placeOf(this.account, this.stack, resource),
        ),
      );
      this.mark(resource, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
      await signals;
      this.mark(resource, 'CREATE_COMPLETE');
    } catch (error) {
      if (error instanceof CustomResourceFailure) resource.physicalId ||= error.physicalId ?? '';
      this.mark(resource, 'CREATE_FAILED', text(error));
      throw error;
    }
  }

  private async replace(
    old: StackResource,
    definition: ResourceDefinition,
    properties: Values,
  ): Promise<void> {
    this.mark(
      old,
      'UPDATE_IN_PROGRESS',
      'Requested update requires the creation of a new physical resource; hence creating one.',
    );
    this.replaced.push(old);
    try {
      await this.make(old.logicalId, definition, properties);
    } catch (error) {
      const failed = this.stack.resources.get(old.logicalId);
      if (failed) failed.status = 'UPDATE_FAILED';
      throw error;
    }
  }

  private async change(
    resource: StackResource,
    properties: Values,
    definition: ResourceDefinition,
  ): Promise<void> {
    const changes = changedProperties(resource.type, resource.properties, properties);
    if (changes.length === 0) {
      this.stack.resources.set(resource.logicalId, { ...resource, definition });
      return;
    }
    const provider = providerOf(resource.type, properties);
    if (changes.some((change) => replaces(resource.type, change)) || !provider.update) {
      return this.replace(resource, definition, properties);
    }
    this.touched.add(resource.logicalId);
    const updated = { ...resource, definition, properties };
    this.stack.resources.set(resource.logicalId, updated);
    this.mark(updated, 'UPDATE_IN_PROGRESS');
    try {
      const made = await provider.update(
        resource.physicalId,
        properties,
        resource.properties,
        changes,
        placeOf(this.account, this.stack, resource),
      );
      if (made.id !== resource.physicalId) this.replaced.push(resource);
      adopt(updated, made);
      this.mark(updated, 'UPDATE_COMPLETE');
    } catch (error) {
      this.mark(updated, 'UPDATE_FAILED', text(error));
      throw error;
    }
  }

  private mark(resource: StackResource, status: string, reason?: string): void {
    mark(this.account, this.stack, resource, status, reason);
  }

  private status(status: string, reason?: string): void {
    this.stack.status = status;
    this.stack.reason = reason;
    this.account.stacks.event(this.stack, {
      logicalId: this.stack.name,
      physicalId: this.stack.id,
      type: 'AWS::CloudFormation::Stack',
      status,
      reason,
    });
  }
}

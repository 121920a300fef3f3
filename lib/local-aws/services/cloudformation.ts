import { setTimeout as pause } from 'node:timers/promises';

import type { Call, Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { parameterValues } from '../engine/parameters';
import type { ChangeSet, Stack, StackRequest } from '../engine/stack';
import { parseTemplate } from '../engine/template';
import type { Values } from '../values';
import { asObject, asText, isTrue, objects, optionalText } from '../values';
import {
  changeItem,
  eventItem,
  parameterItem,
  resourceItem,
  resourceSummary,
  stackItem,
} from './cloudformation-items';

const stackOf = (call: Call, input: Values): Stack => call.account.stacks.get(asText(input['StackName']));

function allow(call: Call, action: string, stack: Stack | undefined): void {
  call.authorize(`cloudformation:${action}`, stack?.id ?? '*');
}

function templateBody(call: Call, input: Values): string {
  const url = optionalText(input['TemplateURL']);
  return url === undefined
    ? asText(input['TemplateBody'])
    : call.account.buckets.objectAt(url).body.toString('utf8');
}

function requestOf(call: Call, input: Values) {
  return (stack: Stack): StackRequest => {
    const old = stack.request;
    const template =
      isTrue(input['UsePreviousTemplate']) && old ? old.template : parseTemplate(templateBody(call, input));
    return {
      template,
      parameters: parameterValues(call.account, template, objects(input['Parameters']), old?.parameters),
      tags: objects(input['Tags']) as unknown as StackRequest['tags'],
      disableRollback: false,
      retainExceptOnCreate: false,
    };
  };
}

function changeSetOf(call: Call, input: Values): { stack: Stack; changeSet: ChangeSet } {
  return call.account.stacks.changeSet(optionalText(input['StackName']), asText(input['ChangeSetName']));
}

/** How long an answer may take: less than the clients wait for one. */
const MOMENT_MS = 30_000;

/** CloudFormation. */
export const cloudFormation: Operations = {
  DescribeStacks: operation('StackName NextToken', async (input, call) => {
    const { account } = call;
    const name = optionalText(input['StackName']);
    const stacks =
      name === undefined
        ? account.stacks.all().filter((stack) => stack.status !== 'DELETE_COMPLETE')
        : [account.stacks.get(name)];
    allow(call, 'DescribeStacks', name === undefined ? undefined : stacks[0]);
    // The CLI sleeps for five seconds after each answer that says "in progress". A function of the stack never sees it end.
    const [asked] = stacks;
    if (name !== undefined && asked !== undefined && call.principal.kind === 'admin')
      await Promise.race([account.cloudFormation.ended(asked), pause(MOMENT_MS, undefined, { ref: false })]);
    return { Stacks: { member: stacks.map(stackItem) } };
  }),
  ListStacks: operation('StackStatusFilter NextToken', (_input, call) => {
    allow(call, 'ListStacks', undefined);
    const item = (stack: Stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      CreationTime: stack.created.toISOString(),
      StackStatus: stack.status,
    });
    return { StackSummaries: { member: call.account.stacks.all().map(item) } };
  }),
  CreateChangeSet: operation(
    `StackName ChangeSetName ChangeSetType TemplateBody TemplateURL UsePreviousTemplate Parameters Tags Capabilities
     Description ClientToken RoleARN NotificationARNs IncludeNestedStacks ImportExistingResources DeploymentMode DeploymentConfig`.replace(
      /\s+/g,
      ' ',
    ),
    (input, call) => {
      const name = asText(input['StackName']);
      allow(call, 'CreateChangeSet', call.account.stacks.find(name));
      const kind = optionalText(input['ChangeSetType']) ?? 'UPDATE';
      const { cloudFormation, stacks } = call.account;
      const changeSet = cloudFormation.createChangeSet(
        name,
        asText(input['ChangeSetName']),
        kind,
        requestOf(call, input),
      );
      return { Id: changeSet.id, StackId: stacks.get(name).id };
    },
  ),
  DescribeChangeSet: operation('StackName ChangeSetName IncludePropertyValues NextToken', (input, call) => {
    const { stack, changeSet } = changeSetOf(call, input);
    allow(call, 'DescribeChangeSet', stack);
    return {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSet.id,
      StackId: stack.id,
      StackName: stack.name,
      CreationTime: changeSet.created.toISOString(),
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.reason,
      Parameters: { member: Object.entries(changeSet.request.parameters).map(parameterItem) },
      Tags: { member: [...changeSet.request.tags] },
      Changes: { member: changeSet.changes.map(changeItem) },
    };
  }),
  ExecuteChangeSet: operation(
    'StackName ChangeSetName DisableRollback ClientRequestToken RetainExceptOnCreate DeploymentConfig',
    (input, call) => {
      const { stack, changeSet } = changeSetOf(call, input);
      allow(call, 'ExecuteChangeSet', stack);
      call.account.cloudFormation.execute(stack, changeSet, {
        disableRollback: isTrue(input['DisableRollback']),
        retainExceptOnCreate: isTrue(input['RetainExceptOnCreate']),
      });
    },
  ),
  DeleteChangeSet: operation('StackName ChangeSetName', (input, call) => {
    // The CLI deletes change sets that do not exist, and AWS lets it.
    const stack = call.account.stacks.find(asText(input['StackName']));
    allow(call, 'DeleteChangeSet', stack);
    stack?.changeSets.delete(asText(input['ChangeSetName']));
  }),
  DescribeStackEvents: operation('StackName NextToken', (input, call) => {
    const stack = stackOf(call, input);
    allow(call, 'DescribeStackEvents', stack);
    return { StackEvents: { member: [...stack.events].reverse().map((event) => eventItem(stack, event)) } };
  }),
  DescribeStackResources: operation('StackName LogicalResourceId', (input, call) => {
    const stack = stackOf(call, input);
    allow(call, 'DescribeStackResources', stack);
    const wanted = optionalText(input['LogicalResourceId']);
    const found = [...stack.resources.values()].filter(
      ({ logicalId }) => wanted === undefined || wanted === logicalId,
    );
    return {
      StackResources: {
        member: found.map((resource) => resourceItem(stack, resource)),
      },
    };
  }),
  ListStackResources: operation('StackName NextToken', (input, call) => {
    const stack = stackOf(call, input);
    allow(call, 'ListStackResources', stack);
    return { StackResourceSummaries: { member: [...stack.resources.values()].map(resourceSummary) } };
  }),
  GetTemplate: operation('StackName TemplateStage ChangeSetName', (input, call) => {
    const stack = stackOf(call, input);
    allow(call, 'GetTemplate', stack);
    return {
      TemplateBody: stack.request?.template.body ?? '{}',
      StagesAvailable: { member: ['Original', 'Processed'] },
    };
  }),
  GetTemplateSummary: operation('StackName TemplateBody TemplateURL', (input, call) => {
    const name = optionalText(input['StackName']);
    const stack = name === undefined ? undefined : call.account.stacks.get(name);
    allow(call, 'GetTemplateSummary', stack);
    const template = stack?.request?.template ?? parseTemplate(templateBody(call, input));
    const parameters = Object.entries(template.parameters).map(([ParameterKey, raw]) => {
      const { Default, Type } = asObject(raw);
      return { ParameterKey, ParameterType: Type, DefaultValue: Default };
    });
    const types = new Set([...template.resources.values()].map(({ type }) => type));
    return {
      Parameters: { member: parameters },
      ResourceTypes: { member: [...types] },
      Description: template.description,
    };
  }),
  UpdateTerminationProtection: operation('StackName EnableTerminationProtection', (input, call) => {
    const stack = stackOf(call, input);
    allow(call, 'UpdateTerminationProtection', stack);
    stack.terminationProtection = isTrue(input['EnableTerminationProtection']);
    return { StackId: stack.id };
  }),
  DeleteStack: operation(
    'StackName RoleARN ClientRequestToken DeletionMode DeploymentConfig',
    (input, call) => {
      const stack = call.account.stacks.find(asText(input['StackName']));
      allow(call, 'DeleteStack', stack);
      // Deleting what is not there succeeds.
      if (stack) call.account.cloudFormation.delete(stack);
    },
  ),
  SignalResource: operation('StackName LogicalResourceId UniqueId Status', (input, call) => {
    const stack = stackOf(call, input);
    allow(call, 'SignalResource', stack);
    call.account.stacks.signal(
      stack,
      asText(input['LogicalResourceId']),
      asText(input['UniqueId']),
      asText(input['Status']),
    );
  }),
  ListExports: operation('NextToken', (_input, call) => {
    allow(call, 'ListExports', undefined);
    const found = call.account.stacks.exports();
    return {
      Exports: {
        member: found.map(({ name, value, stack }) => ({
          ExportingStackId: stack.id,
          Name: name,
          Value: value,
        })),
      },
    };
  }),
};

import type { ParameterValue, ResourceChange, Stack, StackEvent, StackResource } from '../engine/stack';

/** How stacks, events, resources and changes look in CloudFormation's answers. */
export function stackItem(stack: Stack): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.request?.template.description,
    CreationTime: stack.created.toISOString(),
    LastUpdatedTime: stack.updated?.toISOString(),
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: false,
    EnableTerminationProtection: stack.terminationProtection,
    Capabilities: { member: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] },
    Parameters: { member: Object.entries(stack.request?.parameters ?? {}).map(parameterItem) },
    Tags: { member: [...(stack.request?.tags ?? [])] },
    Outputs: {
      member: stack.outputs.map(({ key, value, description, exportName }) => ({
        OutputKey: key,
        OutputValue: value,
        Description: description,
        ExportName: exportName,
      })),
    },
  };
}

export function parameterItem([ParameterKey, value]: [string, ParameterValue]): object {
  return { ParameterKey, ParameterValue: value.given, ...(value.ssm && { ResolvedValue: value.resolved }) };
}

export function eventItem(stack: Stack, event: StackEvent): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    EventId: event.id,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.at.toISOString(),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
  };
}

/** As ListStackResources has it; DescribeStackResources calls the time otherwise and adds the stack. */
export function resourceSummary(resource: StackResource): object {
  return { ...itemOf(resource), LastUpdatedTimestamp: resource.updated.toISOString() };
}

export function resourceItem(stack: Stack, resource: StackResource): object {
  return {
    StackName: stack.name,
    StackId: stack.id,
    ...itemOf(resource),
    Timestamp: resource.updated.toISOString(),
  };
}

function itemOf(resource: StackResource): object {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.reason,
  };
}

export function changeItem(change: ResourceChange): object {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      Replacement: change.replacement,
      Scope: { member: change.properties.length > 0 ? ['Properties'] : [] },
      Details: {
        member: change.properties.map(({ name, recreation, before, after }) => ({
          Target: {
            Attribute: 'Properties',
            Name: name,
            RequiresRecreation: recreation,
            Path: `/Properties/${name}`,
            BeforeValue: before,
            AfterValue: after,
            AttributeChangeType: 'Modify',
          },
          Evaluation: after.includes('KNOWN_AFTER_APPLY') ? 'Dynamic' : 'Static',
          ChangeSource: 'DirectModification',
        })),
      },
    },
  };
}

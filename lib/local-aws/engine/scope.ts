import type { ResourceAccount } from '../resource-account';
import type { Value, Values } from '../values';
import { asObject } from '../values';
import type { Scope } from './intrinsics';
import { invalid, resolve } from './intrinsics';
import type { Stack, StackRequest } from './stack';

/** How a stack's template sees the world: its parameters, its resources so far, other stacks' exports. */
export function stackScope(
  account: ResourceAccount,
  stack: Stack,
  request: StackRequest,
  resource: (logicalId: string) => { ref: Value; attributes: Values } | undefined,
): Scope {
  const { template, parameters } = request;
  const pseudo: Record<string, Value> = {
    'AWS::AccountId': account.accountId,
    'AWS::Region': account.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::NotificationARNs': [],
  };
  const conditions = new Map<string, boolean>();
  const scope: Scope = {
    ref(name) {
      if (name === 'AWS::NoValue') return undefined;
      if (name in pseudo) return pseudo[name];
      const parameter = parameters[name];
      if (parameter) return parameter.list ? parameter.resolved.split(',') : parameter.resolved;
      const found = resource(name);
      if (!found) throw invalid(`Ref ${name}: there is no such parameter or resource in stack ${stack.name}`);
      return found.ref;
    },
    attribute(logicalId, name) {
      const found = resource(logicalId);
      if (!found) throw invalid(`Fn::GetAtt ${logicalId}.${name}: no such resource in stack ${stack.name}`);
      if (!(name in found.attributes)) {
        throw invalid(
          `Fn::GetAtt ${logicalId}.${name}: no such attribute; it has: ${Object.keys(found.attributes).join(', ') || 'none'}`,
        );
      }
      return found.attributes[name];
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      if (!(name in template.conditions)) throw invalid(`Condition ${name} is not defined in the template`);
      const value = resolve(template.conditions[name], scope) === true;
      conditions.set(name, value);
      return value;
    },
    mapping(map, top, second) {
      const value = asObject(asObject(template.mappings[map])[top])[second];
      if (value === undefined)
        throw invalid(`Fn::FindInMap: no ${map}.${top}.${second} in the template's mappings`);
      return value;
    },
    importValue(name) {
      stack.imports.add(name);
      const found = account.stacks.exports().find((one) => one.name === name);
      if (!found) throw invalid(`No export named ${name} found. Rollback requested by user.`);
      return found.value;
    },
    stackOutput(stackName, outputName) {
      const found = account.stacks.get(stackName).outputs.find((output) => output.key === outputName);
      if (!found) throw invalid(`Fn::GetStackOutput: stack ${stackName} has no output ${outputName}`);
      return found.value;
    },
    zones: () => [...account.ec2.region.availabilityZones],
  };
  return scope;
}

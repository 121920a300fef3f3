import { parse } from 'yaml';
import { refuseUnknown, unsupported } from '../errors';
import type { Values } from '../values';
import { asObject, asText, isObject, texts } from '../values';
import { invalid, references } from './intrinsics';

export interface ResourceDefinition {
  readonly type: string;
  readonly properties: Values;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  /** Stays when it leaves the stack, or the stack goes. */
  readonly retainOnDelete: boolean;
  /** Stays even when what created it is rolled back: `RetainExceptOnCreate` does not. */
  readonly retainOnRollback: boolean;
  readonly retainOnReplace: boolean;
  /** From the creation policy: how many signals, and how long to wait. */
  readonly signals: { readonly count: number; readonly timeoutSeconds: number } | undefined;
}

export interface Template {
  readonly body: string;
  readonly description: string | undefined;
  readonly parameters: Values;
  readonly conditions: Values;
  readonly mappings: Values;
  readonly outputs: Values;
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
}

const SECTIONS =
  'AWSTemplateFormatVersion Description Metadata Parameters Conditions Mappings Rules Resources Outputs'.split(
    ' ',
  );
const ATTRIBUTES =
  'Type Properties DependsOn Condition DeletionPolicy UpdateReplacePolicy CreationPolicy UpdatePolicy Metadata'.split(
    ' ',
  );

export function parseTemplate(body: string): Template {
  const raw = parse(body) as Values;
  if (!isObject(raw)) throw invalid('Template format error: not an object');
  refuseUnknown(raw, SECTIONS, 'a template section');
  const resources = new Map<string, ResourceDefinition>();
  for (const [id, definition] of Object.entries(asObject(raw['Resources']))) {
    resources.set(id, parseResource(id, asObject(definition)));
  }
  if (resources.size === 0)
    throw invalid('Template format error: At least one Resources member must be defined.');
  const template: Template = {
    body,
    description: raw['Description'] as string | undefined,
    parameters: asObject(raw['Parameters']),
    conditions: asObject(raw['Conditions']),
    mappings: asObject(raw['Mappings']),
    outputs: asObject(raw['Outputs']),
    resources,
  };
  assertReferences(template);
  return template;
}

function parseResource(id: string, raw: Values): ResourceDefinition {
  refuseUnknown(raw, ATTRIBUTES, `an attribute of resource ${id}`);
  const signal = asObject(raw['CreationPolicy'])['ResourceSignal'];
  const { Count = 1, Timeout = 'PT5M' } = asObject(signal);
  const deletion = policyOf(id, 'DeletionPolicy', raw, ['Delete', 'Retain', 'RetainExceptOnCreate']);
  return {
    type: asText(raw['Type']),
    properties: asObject(raw['Properties']),
    dependsOn: texts(raw['DependsOn']),
    condition: raw['Condition'] as string | undefined,
    retainOnDelete: deletion !== 'Delete',
    retainOnRollback: deletion === 'Retain',
    retainOnReplace: policyOf(id, 'UpdateReplacePolicy', raw, ['Delete', 'Retain']) === 'Retain',
    signals:
      signal === undefined ? undefined : { count: Number(Count), timeoutSeconds: seconds(asText(Timeout)) },
  };
}

function policyOf(id: string, attribute: string, raw: Values, known: readonly string[]): string {
  const policy = asText(raw[attribute] ?? 'Delete');
  if (policy === 'Snapshot') throw unsupported(`${attribute} Snapshot of resource ${id}`);
  if (!known.includes(policy))
    throw invalid(
      `Template error: ${attribute} of ${id} is ${policy}; it must be one of ${known.join(', ')}`,
    );
  return policy;
}

/** ISO 8601 durations as CloudFormation takes them: PT15M, PT1H30M. */
export function seconds(duration: string): number {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration);
  if (!match) throw invalid(`Invalid timeout ${duration}: expected an ISO 8601 duration such as PT15M`);
  return Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
}

function assertReferences(template: Template): void {
  for (const [id, resource] of template.resources) {
    for (const name of [...references(resource.properties), ...resource.dependsOn]) {
      const known = template.resources.has(name) || name in template.parameters || name.startsWith('AWS::');
      if (!known && !inSub(resource.properties, name)) {
        throw invalid(`Template format error: Unresolved resource dependencies [${name}] in resource ${id}`);
      }
    }
  }
}

/** Names that a Sub brings along itself. */
const inSub = (properties: Values, name: string) => JSON.stringify(properties).includes(`"${name}":`);

/** Logical id to the ids it must wait for. */
export function dependencies(template: Template, active: ReadonlySet<string>): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const id of active) {
    const resource = template.resources.get(id) as ResourceDefinition;
    const names = [...references(resource.properties), ...resource.dependsOn];
    graph.set(id, new Set(names.filter((name) => active.has(name) && name !== id)));
  }
  return graph;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

import type { Environment } from '../../lib/config/environment';
import { MailEnvironment, type MailEnvironmentProps } from '../../lib/stacks/mail-environment';

interface CdkJson {
  readonly context: Record<string, unknown>;
}

/** The project's own feature flags, as the CLI would give them, without bundling: no test looks into a handler's code here. */
const { context } = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as CdkJson;

// Validation against the default rules takes seconds; the synthesis test has it.
export const CONTEXT = {
  ...context,
  '@aws-cdk/core:validateAgainstDefaultRules': false,
  'aws:cdk:bundling-stacks': [],
};

export function stage(
  environment: Environment,
  retain?: boolean,
  fallback: NonNullable<MailEnvironmentProps['fallback']> = {},
): MailEnvironment {
  const app = new App({ context: CONTEXT });
  return new MailEnvironment(app, environment.name, {
    environment,
    fallback,
    ...(retain === undefined ? {} : { retain }),
  });
}

export interface Templates {
  readonly foundation: Template;
  readonly server: Template;
  readonly dns: Template;
}

export function templates(environment: Environment, retain?: boolean): Templates {
  const { foundation, server, dns } = stage(environment, retain);
  const of = (stack: Stack) => Template.fromStack(stack);
  return { foundation: of(foundation), server: of(server), dns: of(dns) };
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export function resources(template: Template, type?: string): Record<string, Resource> {
  const all = template.toJSON()['Resources'] as Record<string, Resource>;
  return Object.fromEntries(
    Object.entries(all).filter(([, { Type }]) => type === undefined || Type === type),
  );
}

/** The one resource of its type. */
export function only(template: Template, type: string): Resource {
  const found = Object.values(resources(template, type));
  if (found.length !== 1) throw new Error(`${String(found.length)} resources are ${type}, expected one`);
  return found[0]!;
}

/**
 * The template without what changes with every CDK release, or with every line of the machine's programs: those and the
 * user-data have golden files of their own.
 */
export function withoutNoise(template: Template): unknown {
  const parsed: unknown = JSON.parse(JSON.stringify(template.toJSON()), (key, value: unknown) => {
    if (isProgram(value)) return { ...value, Value: '<program>' };
    if (typeof value !== 'string') return value;
    if (key === 'Fn::Base64') return '<user-data>';
    return value.replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>');
  });
  return parsed;
}

/** However short the last one is. */
function isProgram(value: unknown): value is { Name: string } {
  const { Name } = Object(value) as { Name?: unknown };
  return typeof Name === 'string' && /\/programs\/\d+$/.test(Name);
}

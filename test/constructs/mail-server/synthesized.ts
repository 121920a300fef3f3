import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HostedZone } from 'aws-cdk-lib/aws-route53';

import { MailServer } from '../../../lib/constructs/mail-server/mail-server';
import type { MailServerProps } from '../../../lib/constructs/mail-server/props';

/** No test here looks into a handler's code. */
const CONTEXT = { 'aws:cdk:bundling-stacks': [] };

export function app(context: Record<string, unknown> = {}): App {
  return new App({ context: { ...CONTEXT, ...context } });
}

export const ENV = { account: '123456789012', region: 'eu-west-1' };

export function zoneIn(stack: Stack, zoneName = 'example.com') {
  return HostedZone.fromHostedZoneAttributes(stack, `Zone ${zoneName}`, {
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName,
  });
}

export interface Made {
  readonly stack: Stack;
  readonly server: MailServer;
}

/** A server in a stack of an app of its own. */
export function made(props: Partial<MailServerProps> = {}, stackProps: StackProps = { env: ENV }): Made {
  const stack = new Stack(app(), 'Shop', stackProps);
  const server = new MailServer(stack, 'Mail', {
    domain: 'example.com',
    hostedZone: zoneIn(stack),
    ...props,
  });
  return { stack, server };
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
}

export interface Synthesized {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export const synthesized = (stack: Stack) => Template.fromStack(stack).toJSON() as unknown as Synthesized;

export const ofType = ({ Resources }: Synthesized, type: string) =>
  Object.values(Resources).filter(({ Type }) => Type === type);

/** What a resource waits for, by DependsOn and by its references, all the way down. */
export function waitsFor({ Resources }: Synthesized, id: string): Set<string> {
  const found = new Set<string>();
  const visit = (each: string) => {
    const resource = Resources[each];
    if (resource === undefined) return;
    const text = JSON.stringify(resource);
    const named = [
      ...[resource.DependsOn ?? []].flat(),
      ...Array.from(text.matchAll(/"(?:Ref|Fn::GetAtt)":(?:\[)?"([A-Za-z0-9]+)"/g), ([, name = '']) => name),
    ];
    for (const next of named)
      if (!found.has(next)) {
        found.add(next);
        visit(next);
      }
  };
  visit(id);
  return found;
}

import { createHash } from 'node:crypto';

import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The constructs' ids from below the stack down to this one. */
export function pathInStack(construct: Construct, stack: Stack): string[] {
  const { scopes } = construct.node;
  return scopes.slice(scopes.indexOf(stack) + 1).map(({ node }) => node.id);
}

/**
 * The same for the same place in a stack of the same name, wherever in the app that stack is: an account has no two stacks of one
 * name in a region, and so no two servers.
 */
export function defaultServerName(construct: Construct, stack: Stack): string {
  const path = pathInStack(construct, stack);
  const word = (path.at(-1) ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 11)
    .replace(/-+$/, '');
  return `${word || 'mail'}-${digestOf([stack.stackName, ...path])}`;
}

/** An instance's logical id, which the machine has to know before there is a template. */
export function instanceId(construct: Construct, stack: Stack): string {
  const path = pathInStack(construct, stack);
  const readable = path.map((id) => id.replaceAll(/[^A-Za-z0-9]/g, '')).join('');
  return `${readable.slice(0, 200)}Instance${digestOf(path).toUpperCase()}`;
}

const digestOf = (words: readonly string[]) =>
  createHash('sha256').update(words.join('/')).digest('hex').slice(0, 8);

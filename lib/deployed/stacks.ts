import { DescribeStacksCommand, type Stack as Described } from '@aws-sdk/client-cloudformation';

import type { Names } from '../config/names';
import type { Clients } from './clients';
import { told, type Told } from './told';

export interface Stack {
  /** As in the app, below the environment. */
  readonly part: 'Foundation' | 'Server' | 'Dns';
  readonly name: string;
  readonly status: string;
  /** Whether something serves from it: not after a creation that failed. */
  readonly isMade: boolean;
  readonly isProtected: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** CloudFormation's own word on the status. */
  readonly reason?: string;
}

type Asked = Pick<Clients, 'cloudFormation'>;

/** Without what makes a deploy: nothing serves from these. */
const UNMADE = [
  'REVIEW_IN_PROGRESS',
  'CREATE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'DELETE_COMPLETE',
];

/** Those that are there, whatever became of them. */
export async function stacksOf(clients: Asked, { stacks }: Names): Promise<Told<readonly Stack[]>> {
  const parts = [
    ['Foundation', stacks.foundation],
    ['Server', stacks.server],
    ['Dns', stacks.dns],
  ] as const;
  const found: Stack[] = [];
  for (const [part, name] of parts) {
    const answer = await told('cloudformation:DescribeStacks', () => described(clients, name));
    if (answer.ok && answer.value !== undefined) found.push(stackOf(part, name, answer.value));
    if (!answer.ok && answer.because !== 'absent') return answer;
  }
  return { ok: true, value: found };
}

async function described({ cloudFormation }: Asked, StackName: string): Promise<Described | undefined> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0];
}

function stackOf(part: Stack['part'], name: string, stack: Described): Stack {
  const { StackStatus = '', StackStatusReason, EnableTerminationProtection, Outputs = [] } = stack;
  return {
    part,
    name,
    status: StackStatus,
    isMade: !UNMADE.includes(StackStatus),
    isProtected: EnableTerminationProtection === true,
    outputs: Object.fromEntries(
      Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
    ...(StackStatusReason === undefined ? {} : { reason: StackStatusReason }),
  };
}

import { GetParameterCommand } from '@aws-sdk/client-ssm';

import type { Names } from '../config/names';
import type { Clients } from './clients';
import { AwsFailure, needed } from './failure';

/** What the machine says of itself. */
export interface Report {
  readonly state: string;
  readonly reason: string;
  readonly instance: string;
  /** The version of the users' secret that is in force there. */
  readonly usersVersion: string;
  /** ISO 8601; when it last changed. */
  readonly at: string;
}

export async function readReport({ ssm }: Pick<Clients, 'ssm'>, { status }: Names): Promise<Report> {
  const text = await needed('ssm:GetParameter', async () => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: status }));
    return Parameter?.Value ?? '';
  });
  const report = reportIn(text);
  if (report === undefined)
    throw new AwsFailure(
      `The parameter ${status} names no machine: it says ${JSON.stringify(text.slice(0, 200))}. Deploy, or wait until the machine has reported.`,
    );
  return report;
}

/** Nothing before a machine has reported: the deploy makes the parameter empty. */
export function reportIn(text: string): Report | undefined {
  const said = parsed(text);
  const field = (name: string) => (typeof said[name] === 'string' ? said[name] : '');
  const instance = field('instance');
  if (!/^i-[0-9a-f]+$/.test(instance)) return undefined;
  return {
    state: field('state'),
    reason: field('reason'),
    instance,
    usersVersion: field('usersVersion'),
    at: field('at'),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

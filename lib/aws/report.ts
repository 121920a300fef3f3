import { GetParameterCommand } from '@aws-sdk/client-ssm';

import type { Names } from '../config/names';
import { inEnglish } from '../contract/reading';
import { readReport, type Report } from '../contract/report';
import type { Clients } from './clients';
import { AwsFailure, needed } from './failure';

/** What the machine says of itself; an AwsFailure where that cannot be known. */
export async function neededReport({ ssm }: Pick<Clients, 'ssm'>, { status }: Names): Promise<Report> {
  const text = await needed('ssm:GetParameter', async () => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: status }));
    return Parameter?.Value ?? '';
  });
  const reading = readReport(text);
  if (reading.kind === 'read' && isInstance(reading.value.instance)) return reading.value;
  const why =
    reading.kind === 'read' || reading.kind === 'silent'
      ? `It names no machine: it says ${JSON.stringify(text.slice(0, 200))}. Deploy, or wait until the machine has reported.`
      : inEnglish(reading);
  throw new AwsFailure(`The parameter ${status}: ${why}`);
}

export const isInstance = (id: string) => /^i-[0-9a-f]+$/.test(id);

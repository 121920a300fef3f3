import { ApiError } from '../errors';
import type { QuotaLimits } from '../fleet';
import type { Instance } from './instance';
import type { Ledger } from './ledger';

const DEFAULTS: QuotaLimits = { vpcs: 5, gateways: 5, vCpus: 32 };

const LEDGER = { vpcs: 'AWS::EC2::VPC', gateways: 'AWS::EC2::InternetGateway' } as const;

const REFUSALS: Readonly<Record<keyof QuotaLimits, (most: number) => ApiError>> = {
  vpcs: () => new ApiError('VpcLimitExceeded', 'The maximum number of VPCs has been reached.'),
  gateways: () =>
    new ApiError('InternetGatewayLimitExceeded', 'The maximum number of internet gateways has been reached.'),
  vCpus: (most) =>
    new ApiError(
      'VcpuLimitExceeded',
      `You have requested more vCPU capacity than your current vCPU limit of ${String(most)} allows for the instance bucket that the specified instance type belongs to.`,
    ),
};

export class Quotas {
  constructor(
    private readonly limits: Partial<QuotaLimits>,
    private readonly ledger: Ledger,
    private readonly instances: () => readonly Instance[],
  ) {}

  limit(name: keyof QuotaLimits): number {
    return this.limits[name] ?? DEFAULTS[name];
  }

  demandRoom(name: keyof QuotaLimits, more = 1): void {
    const most = this.limit(name);
    if (this.used(name) + more > most) throw REFUSALS[name](most);
  }

  private used(name: keyof QuotaLimits): number {
    if (name !== 'vCpus') return this.ledger.ofType(LEDGER[name]).length;
    return this.instances()
      .filter(({ state }) => state !== 'stopped')
      .reduce((sum, { instanceType }) => sum + vCpusOf(instanceType), 0);
  }
}

/** By the size in the type's name; a small one of a burstable family has two. https://docs.aws.amazon.com/ec2/latest/instancetypes/ */
export function vCpusOf(instanceType: string): number {
  const [family = '', size = ''] = instanceType.split('.');
  if (size === 'medium' && !family.startsWith('t')) return 1;
  const [, times = '1'] = /^(\d*)xlarge$/.exec(size) ?? [];
  return size.endsWith('xlarge') ? 4 * Number(times || '1') : 2;
}

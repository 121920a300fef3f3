import { ApiError } from '../errors';
import type { LocalAccount } from '../local-account';
import { operation, type Operations } from '../protocol/operation';
import { asText } from '../values';

/** By which EC2 itself refuses the next one. */
const KNOWN: Readonly<
  Record<string, { readonly name: string; readonly limit: (account: LocalAccount) => number }>
> = {
  'ec2 L-0263D0A3': { name: 'EC2-VPC Elastic IPs', limit: ({ ec2 }) => ec2.addresses.limit },
  'ec2 L-1216C47A': {
    name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    limit: ({ ec2 }) => ec2.quotas.limit('vCpus'),
  },
  'vpc L-F678F1CE': { name: 'VPCs per Region', limit: ({ ec2 }) => ec2.quotas.limit('vpcs') },
  'vpc L-A4707A72': {
    name: 'Internet gateways per Region',
    limit: ({ ec2 }) => ec2.quotas.limit('gateways'),
  },
};

export const serviceQuotas: Operations = {
  GetServiceQuota: operation('ServiceCode QuotaCode', (input, call) => {
    const [service, code] = [asText(input['ServiceCode']), asText(input['QuotaCode'])];
    call.authorize('servicequotas:GetServiceQuota', '*');
    const quota = KNOWN[`${service} ${code}`];
    if (quota === undefined)
      throw new ApiError('NoSuchResourceException', `The quota ${code} of ${service} is not known here.`);
    return {
      Quota: {
        ServiceCode: service,
        QuotaCode: code,
        QuotaName: quota.name,
        Value: quota.limit(call.account),
        Unit: 'None',
        Adjustable: true,
        GlobalQuota: false,
      },
    };
  }),
};

import { ApiError } from '../errors';
import { operation, type Operations } from '../protocol/operation';
import { asText } from '../values';

/** EC2-VPC Elastic IPs, by which EC2 itself refuses the next address. */
const ELASTIC_IPS = 'L-0263D0A3';

export const serviceQuotas: Operations = {
  GetServiceQuota: operation('ServiceCode QuotaCode', (input, call) => {
    const [service, code] = [asText(input['ServiceCode']), asText(input['QuotaCode'])];
    call.authorize('servicequotas:GetServiceQuota', '*');
    if (service !== 'ec2' || code !== ELASTIC_IPS)
      throw new ApiError('NoSuchResourceException', `The quota ${code} of ${service} is not known here.`);
    return {
      Quota: {
        ServiceCode: service,
        QuotaCode: code,
        QuotaName: 'EC2-VPC Elastic IPs',
        Value: call.account.ec2.addresses.limit,
        Unit: 'None',
        Adjustable: true,
        GlobalQuota: false,
      },
    };
  }),
};

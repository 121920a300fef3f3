import {
  DescribeInstanceTypesCommand,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';

import type { Clients } from '../../deployed/clients';
import { told, type Told } from '../../deployed/told';
import type { QuotaName } from '../given';

/** https://docs.aws.amazon.com/general/latest/gr/ec2-service.html and vpc-service.html */
const CODES: Readonly<Record<QuotaName | 'addresses', { ServiceCode: string; QuotaCode: string }>> = {
  addresses: { ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3' },
  vpcs: { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' },
  gateways: { ServiceCode: 'vpc', QuotaCode: 'L-A4707A72' },
  vCpus: { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' },
};

export function quota({ serviceQuotas }: Clients, name: keyof typeof CODES): Promise<Told<number>> {
  return told('servicequotas:GetServiceQuota', async () => {
    const { Quota } = await serviceQuotas.send(new GetServiceQuotaCommand(CODES[name]));
    if (Quota?.Value === undefined) throw new Error('the quota has no value');
    return Quota.Value;
  });
}

export function used(clients: Clients, name: QuotaName): Promise<Told<number>> {
  return USED[name](clients);
}

const USED: Readonly<Record<QuotaName, (clients: Clients) => Promise<Told<number>>>> = {
  vpcs: ({ ec2 }) =>
    told('ec2:DescribeVpcs', async () => {
      let count = 0;
      for await (const { Vpcs = [] } of paginateDescribeVpcs({ client: ec2 }, {})) count += Vpcs.length;
      return count;
    }),
  gateways: ({ ec2 }) =>
    told('ec2:DescribeInternetGateways', async () => {
      let count = 0;
      for await (const { InternetGateways = [] } of paginateDescribeInternetGateways({ client: ec2 }, {}))
        count += InternetGateways.length;
      return count;
    }),
  vCpus: ({ ec2 }) =>
    told('ec2:DescribeInstances', async () => {
      let count = 0;
      for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, {}))
        for (const { InstanceType = '', CpuOptions, State, InstanceLifecycle } of Reservations.flatMap(
          ({ Instances = [] }) => Instances,
        ))
          // One that is stopped counts for nothing, and spot instances have a quota of their own.
          if (
            STANDARD.test(InstanceType) &&
            InstanceLifecycle === undefined &&
            (State?.Name === 'running' || State?.Name === 'pending')
          )
            count += (CpuOptions?.CoreCount ?? 1) * (CpuOptions?.ThreadsPerCore ?? 1);
      return count;
    }),
};

/** Other families have quotas of their own. */
const STANDARD = /^[acdhimrtz]\d/;

export function vCpusOf({ ec2 }: Clients, type: string): Promise<Told<number>> {
  return told('ec2:DescribeInstanceTypes', async () => {
    const { InstanceTypes = [] } = await ec2.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: [type as 't4g.small'] }),
    );
    const count = InstanceTypes[0]?.VCpuInfo?.DefaultVCpus;
    if (count === undefined) throw new Error(`there is no type ${type} in the answer`);
    return count;
  });
}

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** One client a service, with the credentials of the person at the keyboard. */
export interface Clients {
  readonly sts: STSClient;
  readonly ec2: EC2Client;
  readonly route53: Route53Client;
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly serviceQuotas: ServiceQuotasClient;
  readonly cloudFormation: CloudFormationClient;
}

/** In the config's region, else in that of the shell or the profile. Credentials and endpoint come from the SDK's own chain. */
export function clientsFor(region: string | undefined): Clients {
  const config = region === undefined ? {} : { region };
  return {
    sts: new STSClient(config),
    ec2: new EC2Client(config),
    // Route 53 is global and has one endpoint: the region only signs the call.
    route53: new Route53Client({ region: region ?? 'us-east-1' }),
    ssm: new SSMClient(config),
    secretsManager: new SecretsManagerClient(config),
    serviceQuotas: new ServiceQuotasClient(config),
    cloudFormation: new CloudFormationClient(config),
  };
}

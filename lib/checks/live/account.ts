import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Environment } from '../../config/environment';
import { dkimPublicParameter, namesOf } from '../../config/names';
import { inEnglish } from '../../contract/reading';
import { readReport, SILENT } from '../../contract/report';
import type { Facts, Known } from '../inquiry';
import { fromAws } from '../others-words';

type AccountFacts = Pick<Facts, 'address' | 'dkim' | 'report' | 'nameServers' | 'login'>;

/** What the account knows of an environment. What cannot be read is unknown, with AWS's own words for it. */
export async function readAccount(environment: Environment, withLogin: boolean): Promise<AccountFacts> {
  const { region } = environment;
  const client = { ...(region === undefined ? {} : { region }), maxAttempts: 2 };
  const ssm = new SSMClient(client);
  const names = namesOf(environment.name);
  const parameter = async (name: string) => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    if (Parameter?.Value === undefined) throw new Error(`the parameter ${name} is empty`);
    return Parameter.Value;
  };
  const [address, dkim, report, nameServers, login] = await Promise.all([
    known(async () => {
      const cloudFormation = new CloudFormationClient(client);
      const { foundation: StackName } = names.stacks;
      const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
      const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'ElasticIp')?.OutputValue;
      if (output === undefined) throw new Error(`the stack ${StackName} has no output ElasticIp`);
      return output;
    }),
    known(async () => {
      const { domain, dkim } = environment;
      const values = dkim.selectors.map(
        async (selector) =>
          [selector, await parameter(dkimPublicParameter(names, domain, selector))] as const,
      );
      return Object.fromEntries(await Promise.all(values));
    }),
    known(async () => {
      const reading = readReport(await parameter(names.status));
      if (reading.kind === 'silent') return SILENT;
      if (reading.kind !== 'read') throw new Error(inEnglish(reading));
      return reading.value;
    }),
    known(async () => {
      const { hostedZone } = environment;
      if (hostedZone.kind === 'created') throw new Error('the zone is one that Kitte created');
      const found = await new Route53Client(client).send(new GetHostedZoneCommand({ Id: hostedZone.id }));
      return found.DelegationSet?.NameServers ?? [];
    }),
    withLogin
      ? known(async () => {
          const secrets = new SecretsManagerClient(client);
          const secret = await secrets.send(new GetSecretValueCommand({ SecretId: names.usersSecret }));
          const [first] = Object.entries(JSON.parse(secret.SecretString ?? '{}') as Record<string, string>);
          if (first === undefined) throw new Error(`the secret ${names.usersSecret} holds no login`);
          return { login: first[0], password: first[1] };
        })
      : {
          unknown: {
            en: 'a login is tried only with --login',
            ja: 'ログインは --login を指定したときだけ試します',
          },
        },
  ]);
  return { address, dkim, report, nameServers, login };
}

async function known<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    const words =
      error instanceof Error
        ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}`
        : String(error);
    return { unknown: fromAws(words) };
  }
}

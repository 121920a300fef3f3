import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { Account, AccountOptions } from './fleet';
import { ADMIN_KEY } from './identity';
import type { LogLine } from './lambda/functions';
import { LocalAccount } from './local-account';
import type { Codec } from './protocol/codecs';
import { ec2Codec, jsonCodec, queryCodec } from './protocol/codecs';
import { requestListener } from './protocol/server';
import { type OtherAccount, otherAccount } from './other-account';
import { remainsOf } from './remains';
import { cloudFormation } from './services/cloudformation';
import { cloudTrail } from './services/cloudtrail';
import { ec2 } from './services/ec2';
import { lambda } from './services/lambda';
import { logs } from './services/logs';
import { route53 } from './services/route53';
import { s3 } from './services/s3';
import { secretsManager } from './services/secrets-manager';
import { serviceQuotas } from './services/service-quotas';
import { ssm } from './services/ssm';
import { states } from './services/states';
import { sts } from './services/sts';

export { supportedTypes } from './providers';
export type { OtherAccount } from './other-account';
export { Unbooted } from './unbooted';
export type { Account, AccountEvent, AccountOptions, Fleet, FleetInstance, Zone } from './fleet';

/** What this implementation offers beyond the agreed `Account`. */
export interface LocalAccountHandle extends Account {
  /** For an SDK client of whoever owns the account. */
  readonly sdk: { endpoint: string; region: string; credentials: typeof ADMIN_KEY };
  /** Another account behind the same endpoint: what is in it is reached by its roles alone. */
  addAccount(accountId: string): OtherAccount;
  /** What was asked or answered otherwise than AWS's models have it; who was refused may not have said so. */
  mismatches(): readonly string[];
  /** Everything that the functions printed: for a scan for secrets. */
  lambdaLogs(): readonly LogLine[];
  /** Everything that they answered, for the same. */
  lambdaAnswers(): readonly LogLine[];
}

/** By the service name in the signature's credential scope. */
const CODECS: Readonly<Record<string, Codec>> = {
  sts: queryCodec('sts', 'https://sts.amazonaws.com/doc/2011-06-15/', sts),
  cloudformation: queryCodec(
    'cloudformation',
    'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    cloudFormation,
  ),
  ec2: ec2Codec(ec2),
  ssm: jsonCodec('ssm', '1.1', ssm),
  secretsmanager: jsonCodec('secretsmanager', '1.1', secretsManager),
  states: jsonCodec('states', '1.0', states),
  cloudtrail: jsonCodec('cloudtrail', '1.1', cloudTrail),
  servicequotas: jsonCodec('servicequotas', '1.1', serviceQuotas),
  logs: jsonCodec('logs', '1.1', logs),
  s3,
  lambda,
  route53,
};

/** Starts a local AWS account behind one loopback HTTP endpoint. */
export async function startAccount(options: AccountOptions): Promise<LocalAccountHandle> {
  const account = new LocalAccount(options);
  const servers: Server[] = [];
  const listen = async (where: ListenOptions): Promise<Server> => {
    const server = createServer(requestListener(account, CODECS));
    server.listen(where);
    await once(server, 'listening');
    servers.push(server);
    return server;
  };
  const main = await listen({ host: '127.0.0.1', port: options.port ?? 0 });
  account.endpoint = `http://127.0.0.1:${(main.address() as AddressInfo).port}`;

  return {
    endpoint: account.endpoint,
    env: environmentFor(account),
    sdk: { endpoint: account.endpoint, region: account.region, credentials: ADMIN_KEY },
    listenOn: (socketPath) => listen({ path: socketPath }),
    addHostedZone: ({ id, name, comment, isPrivate }) =>
      void account.zones.create(name, comment, id, isPrivate),
    addNetwork: (network) => account.ec2.addNetwork(network),
    zones: () => account.zones.snapshot(),
    allZones: () => account.all().flatMap(({ zones }) => zones.snapshot()),
    reverseNames: () =>
      new Map(
        account.ec2.addresses
          .all()
          .flatMap(({ publicIp, ptr }) => (ptr === undefined ? [] : [[publicIp, ptr.replace(/\.$/, '')]])),
      ),
    addresses: () => account.ec2.addresses.all().map(({ publicIp }) => publicIp),
    instances: () => account.ec2.instances.all(),
    stacks: () =>
      account.stacks.all().map(({ name, status, outputs }) => ({
        name,
        status,
        outputs: Object.fromEntries(outputs.map(({ key, value }) => [key, value])),
      })),
    readParameter: (name) => account.parameters.find(name)?.value,
    readSecret(name) {
      const secret = account.secrets.find(name);
      return secret && account.secrets.version(secret, undefined).value;
    },
    remains: () => remainsOf(account),
    mismatches: () => account.all().flatMap(({ judge }) => judge.found),
    addAccount: (accountId) => otherAccount(account.addAccount(accountId)),
    lambdaLogs: () => account.functions.logs,
    lambdaAnswers: () => account.functions.answers,
    async close() {
      account.stateMachines.close();
      account.functions.close();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}

function environmentFor({ endpoint, region, accountId }: LocalAccount): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: ADMIN_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ADMIN_KEY.secretAccessKey,
    // No profile of the person at the keyboard may get in between.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: accountId,
    CDK_DEFAULT_REGION: region,
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}

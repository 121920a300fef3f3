import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';

import type { Environment } from '../config/environment';
import { dkimPublicParameter, type Names, namesOf } from '../config/names';
import type { InBoth } from '../contract/reading';
import type { Report, Spoken } from '../contract/report';
import { settingsHash } from '../contract/settings';
import type { Clients } from './clients';
import { type Machine, machineAt } from './machine';
import { type Parameter, parameter } from './parameter';
import { reportOf } from './report';
import { type Stack, stacksOf } from './stacks';
import { lacking, told, type Told } from './told';
import { toldUsers, type UsersSecret } from './users-secret';
import { zoneClient } from './zone-client';

/** A deployed server, as its account tells of it: everything that is asked of one is asked here. Each question is asked once. */
export interface DeployedServer {
  readonly names: Names;
  /** Those of the environment's stacks that are there, whatever became of them. */
  readonly stacks: () => Promise<Told<readonly Stack[]>>;
  /** Outputs of the Foundation stack; absent before the first deploy. */
  readonly foundation: () => Promise<Told<Readonly<Record<string, string>>>>;
  /** Its Elastic IP. */
  readonly address: () => Promise<Told<string>>;
  readonly parameter: (name: string) => Promise<Told<Parameter>>;
  /** The public half of a selector's key, as TXT RDATA; absent for one that no deploy knows. Of the first domain unless said. */
  readonly dkimKey: (selector: string, of?: string) => Promise<Told<Parameter>>;
  /** `silent` before the machine's first; absent where nothing is deployed. */
  readonly report: () => Promise<Told<Spoken>>;
  /** The settings parameter and the report, once the machine says that they are in force. */
  readonly inForce: () => Promise<Told<{ readonly settings: string; readonly report: Report }>>;
  readonly users: () => Promise<Told<UsersSecret>>;
  /** Name servers of a zone that is there; one of another account is asked by a role. */
  readonly nameServers: (zoneId: string, role?: string) => Promise<Told<readonly string[]>>;
  /** The way onto the machine that reports; absent before it has. */
  readonly machine: () => Promise<Told<Machine>>;
}

export function deployedServer(
  { name, domain }: Pick<Environment, 'name' | 'domain'>,
  clients: Clients,
): DeployedServer {
  const names = namesOf(name);
  const stacks = once(() => stacksOf(clients, names));
  const asked = once((id: string) => parameter(clients.ssm, id));
  const foundation = async () => foundationOf(await stacks());
  const report = once(() => reportOf(clients.ssm, names.status));
  return {
    names,
    stacks,
    foundation,
    address: async () => addressIn(await foundation(), names),
    parameter: asked,
    dkimKey: (selector, of = domain) => asked(dkimPublicParameter(names, of, selector)),
    report,
    inForce: async () => inForceOf(await asked(names.settings), await report()),
    users: once(() => toldUsers(clients, names)),
    nameServers: once(async (Id, role) => {
      const client = await zoneClient(clients, role);
      if (!client.ok) return client;
      return told('route53:GetHostedZone', async () => {
        const { DelegationSet } = await client.value.send(new GetHostedZoneCommand({ Id }));
        return DelegationSet?.NameServers ?? [];
      });
    }),
    machine: async () => machineOf(await report(), clients, names),
  };
}

/** Several who look ask the same. */
export function once<Args extends readonly (string | undefined)[], T>(
  ask: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (...args) => {
    const key = args.join(' ');
    const answer = asked.get(key) ?? ask(...args);
    asked.set(key, answer);
    return answer;
  };
}

const AGAIN: InBoth = { en: 'Deploy again.', ja: 'デプロイし直してください。' };
const DESCRIBE = 'cloudformation:DescribeStacks';

/** A deploy that failed at its creation leaves a stack behind, which holds nothing. */
function foundationOf(stacks: Told<readonly Stack[]>): Told<Readonly<Record<string, string>>> {
  if (!stacks.ok) return stacks;
  const found = stacks.value.find(({ part, isMade }) => part === 'Foundation' && isMade);
  if (found !== undefined) return { ok: true, value: found.outputs };
  return lacking('absent', DESCRIBE, {
    en: 'the Foundation stack was never made',
    ja: 'Foundation スタックが作成されていません',
  });
}

function addressIn(outputs: Told<Readonly<Record<string, string>>>, { stacks }: Names): Told<string> {
  if (!outputs.ok) return outputs;
  const value = outputs.value['ElasticIp'];
  if (value !== undefined) return { ok: true, value };
  return lacking(
    'failed',
    DESCRIBE,
    {
      en: `the stack ${stacks.foundation} has no output ElasticIp`,
      ja: `スタック ${stacks.foundation} に出力 ElasticIp がありません`,
    },
    AGAIN,
  );
}

function inForceOf(
  settings: Told<Parameter>,
  report: Told<Spoken>,
): Told<{ readonly settings: string; readonly report: Report }> {
  if (!settings.ok) return settings;
  if (!report.ok) return report;
  const { state, reason } = report.value;
  const not = (said: InBoth) => lacking('absent', 'ssm:GetParameter', said);
  const words = state === 'silent' ? 'nothing yet' : `${state} ${reason}`.trim();
  if (state !== 'converged') return not({ en: `the server says: ${words}`, ja: `サーバーの報告: ${words}` });
  if (report.value.settings !== settingsHash(settings.value.value))
    return not({
      en: 'the server has not yet put the deployed settings in force',
      ja: 'デプロイした設定が、サーバーでまだ有効になっていません',
    });
  return { ok: true, value: { settings: settings.value.value, report: { ...report.value, state } } };
}

function machineOf(report: Told<Spoken>, clients: Clients, { status }: Names): Told<Machine> {
  if (!report.ok) return report;
  const { instance } = report.value;
  if (/^i-[0-9a-f]+$/.test(instance)) return { ok: true, value: machineAt(clients, instance) };
  return lacking(
    'absent',
    'ssm:GetParameter',
    {
      en: `${status} names no machine: it says ${instance === '' ? 'nothing' : JSON.stringify(instance)}`,
      ja: `${status} にマシンの報告がありません`,
    },
    {
      en: 'Deploy, or wait until the machine has reported.',
      ja: 'デプロイするか、マシンが報告するまで待ってください。',
    },
  );
}

import type { Environment } from '../../config/environment';
import type { DeployedServer } from '../../deployed/server';
import { lacking, type Told, type Untold } from '../../deployed/told';
import type { UsersSecret } from '../../deployed/users-secret';
import type { Facts, Known } from '../inquiry';
import { fromAws } from '../others-words';
import { joined, SPACE, type Words } from '../words';

type AccountFacts = Pick<Facts, 'address' | 'dkim' | 'report' | 'nameServers' | 'login'>;

/** What the account knows of an environment, or of one of its domains. What cannot be read is unknown, with AWS's own words for it. */
export async function factsOf(
  server: DeployedServer,
  { domain, hostedZone, dkim: { selectors } }: Pick<Environment, 'domain' | 'hostedZone' | 'dkim'>,
  withLogin: boolean,
): Promise<AccountFacts> {
  const [address, keys, report, nameServers, login] = await Promise.all([
    server.address(),
    Promise.all(
      selectors.map(async (selector) => [selector, await server.dkimKey(selector, domain)] as const),
    ),
    server.report(),
    hostedZone.kind === 'given'
      ? server.nameServers(hostedZone.id, hostedZone.role).then(known)
      : hostedZone.kind === 'created'
        ? CREATED
        : ELSEWHERE,
    withLogin ? server.users().then((users) => known(firstLogin(users, server))) : UNTRIED,
  ]);
  const lost = keys.find(([, key]) => !key.ok)?.[1];
  const made = keys.flatMap(([selector, key]) => (key.ok ? [[selector, key.value.value] as const] : []));
  return {
    address: known(address),
    dkim: lost === undefined || lost.ok ? { value: Object.fromEntries(made) } : { unknown: wordsOf(lost) },
    report: known(report),
    nameServers,
    login,
  };
}

const CREATED = {
  unknown: { en: 'the zone is one that Kitte created', ja: 'ゾーンは Kitte が作成したものです' },
};
const ELSEWHERE = {
  unknown: {
    en: 'the DNS of the domain is not in Route 53',
    ja: 'ドメインの DNS は Route 53 ではありません',
  },
};
const UNTRIED = {
  unknown: {
    en: 'a login is tried only with --login',
    ja: 'ログインは --login を指定したときだけ試します',
  },
};

function firstLogin(
  users: Told<UsersSecret>,
  { names }: DeployedServer,
): Told<{ login: string; password: string }> {
  if (!users.ok) return users;
  const [first] = Object.entries(users.value.passwords);
  if (first !== undefined) return { ok: true, value: { login: first[0], password: first[1] } };
  return lacking('absent', 'secretsmanager:GetSecretValue', {
    en: `the secret ${names.usersSecret} holds no login`,
    ja: `シークレット ${names.usersSecret} にログインがありません`,
  });
}

function known<T>(answer: Told<T>): Known<T> {
  return answer.ok ? { value: answer.value } : { unknown: wordsOf(answer) };
}

function wordsOf({ detail, said, remedy }: Untold): Words {
  if (said === undefined) return fromAws(detail);
  return remedy === undefined ? said : joined([said, remedy], SPACE);
}

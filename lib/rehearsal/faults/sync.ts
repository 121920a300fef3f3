import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { namesOf } from '../../config/names';
import type { Disturbance } from '../world/gateway/disturbance';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { putParameter } from './parameter';
import { lookAgain, reported, status, well, word } from './word';

const group = 'sync';

const names = ({ sender }: Ground) => namesOf(sender.environment.name);

async function putSecret(ground: Ground, SecretString: string): Promise<void> {
  const client = new SecretsManagerClient(ground.rehearsal.stand.account.sdk);
  await client.send(new PutSecretValueCommand({ SecretId: names(ground).usersSecret, SecretString }));
  client.destroy();
}

/** What is in force, byte by byte. */
const inForce = (ground: Ground) =>
  ground.sh(
    'cd / && sha256sum etc/dovecot/kitte.passwd etc/postfix/*.cf etc/kitte/senders.json etc/kitte/dkim/*' +
      ' etc/kitte/limits.json etc/kitte/tls/chain.pem | sha256sum',
  );

/** The machine's own note of what it will try again: it reports that only when it lasts. */
const note = async (ground: Ground) => (await status(ground)).retrying;

interface Broken {
  readonly id: string;
  readonly name: string;
  readonly break: (ground: Ground) => Promise<void>;
  /** Of the reason, in the report or, while it may pass, in the machine's note. */
  readonly reason: RegExp;
  readonly passing?: true;
  readonly mend: (ground: Ground) => Promise<void>;
}

/** Whatever AWS says or does not say: what is in force stays, mail goes on, the reason is said, and it heals by itself. */
function broken({ id, name, reason, passing, ...ways }: Broken): Fault {
  let before = '';
  return {
    id,
    group,
    name,
    client: 'served',
    plant: async (ground) => {
      before = await inForce(ground);
      await ways.break(ground);
      await lookAgain(ground);
    },
    during: async (ground) => {
      const said =
        passing === true
          ? `${word(ground).state}; in the journal: ${await note(ground)}`
          : await reported(ground, String(reason), (it) => it.state === 'failed' && reason.test(it.reason));
      if (!reason.test(said)) throw new Error(`The machine says ${said}; it should say ${String(reason)}.`);
      if ((await inForce(ground)) !== before) throw new Error('What was in force has changed.');
      return said;
    },
    heal: async (ground) => {
      await ways.mend(ground);
      await well(ground);
    },
  };
}

const disturbed = (id: string, name: string, reason: RegExp, list: readonly Disturbance[]) =>
  broken({
    id,
    name,
    reason,
    passing: true,
    break: ({ world }) => world.disturb(list),
    mend: ({ world }) => world.disturb([]),
  });

/** A parameter that holds something else for a while. */
function replaced(
  id: string,
  name: string,
  reason: RegExp,
  parameter: (ground: Ground) => string,
  change: (value: string) => string,
): Fault {
  let value = '';
  return broken({
    id,
    name,
    reason,
    break: async (ground) => {
      value = ground.rehearsal.stand.account.readParameter(parameter(ground)) ?? '';
      await putParameter(ground, parameter(ground), change(value));
    },
    mend: (ground) => putParameter(ground, parameter(ground), value),
  });
}

let secret = '';

export const sync: readonly Fault[] = [
  disturbed('sync-aws-silent', 'AWS does not answer', /did not answer/, [
    { host: '.amazonaws.com', how: 'silent' },
  ]),
  disturbed('sync-answer-cut', "AWS's answers break off in the middle", /gave half an answer/, [
    { host: '.amazonaws.com', how: 'cut' },
  ]),
  disturbed('sync-answer-half', 'AWS answers with half of what it should say', /no JSON object/, [
    { host: '.amazonaws.com', target: 'GetSecretValue', how: 'short' },
  ]),
  replaced(
    'sync-settings-half',
    'the settings are half of what they were',
    /settings \S+ are not what this machine understands/,
    (ground) => names(ground).settings,
    (value) => value.slice(0, value.length / 2),
  ),
  replaced(
    'sync-settings-wrong',
    'the settings give a login a sender that is none',
    /settings\.users\[0\]\.senders\[\d+\] is 'everybody everywhere', which does not match/,
    (ground) => names(ground).settings,
    (value) => {
      const settings = JSON.parse(value) as { users: { senders: string[] }[] };
      settings.users[0]!.senders.push('everybody everywhere');
      return JSON.stringify(settings);
    },
  ),
  replaced(
    'sync-dkim-key',
    'the DKIM key is no key',
    /DKIM key \S+: its parameter does not hold a private key/,
    (ground) => {
      const { domain, dkim } = ground.sender.environment;
      return `${names(ground).dkim}/${domain}/${dkim.active}`;
    },
    () => 'not a key',
  ),
  replaced(
    'sync-lease',
    'the lease names nobody',
    /the lease \S+ does not name/,
    (ground) => names(ground).lease,
    () => '{}',
  ),
  broken({
    id: 'sync-login-missing',
    name: 'the secret of users lacks a login',
    reason: /has no password for/,
    passing: true,
    break: async (ground) => {
      secret = ground.rehearsal.stand.account.readSecret(names(ground).usersSecret) ?? '';
      await putSecret(ground, '{}');
    },
    mend: (ground) => putSecret(ground, secret),
  }),
];

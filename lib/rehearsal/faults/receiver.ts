import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import { dane } from './dane';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { incoming, noRules, openSink, rules } from './sink';

const group = 'receiver';
const waits = (ground: Ground) => ground.waiting(10, 60_000);

/** Messages go on being accepted, and wait until the receiver is itself again. */
const misbehaves = (id: string, name: string, options: readonly string[]): Fault => {
  let close = () => Promise.resolve();
  return {
    ...{ id: `receiver-${id}`, group, name, client: 'served', during: waits },
    plant: async ({ world }) => {
      close = await openSink(world.receiver, options);
    },
    heal: () => close(),
  };
};

const settings = (id: string, name: string, set: readonly string[], more: Partial<Fault> = {}): Fault => ({
  ...{ id: `receiver-${id}`, group, name, client: 'served', during: waits },
  plant: ({ world }) => reconfigure(world.receiver, ['-e', ...set]),
  heal: ({ world }) => reconfigure(world.receiver, ['-X', ...set.map((each) => each.split(/ *=/)[0] ?? '')]),
  ...more,
});

async function reconfigure(receiver: Ground['world']['receiver'], words: readonly string[]): Promise<void> {
  await receiver.exec('postconf', ...words);
  await receiver.reload();
}

const firewalled = (id: string, name: string, verdict: string): Fault => ({
  ...{ id: `receiver-${id}`, group, name, client: 'served', during: waits },
  plant: ({ world }) => rules(world.receiver, incoming(verdict)),
  heal: ({ world }) => noRules(world.receiver),
});

export const receiver: readonly Fault[] = [
  firewalled('refuses', 'the receiver refuses connections', 'reject with tcp reset'),
  firewalled('silent', 'the receiver is silent: no packet comes back', 'drop'),
  {
    id: 'receiver-port-25-blocked',
    group,
    name: 'EC2 blocks port 25 on the way out',
    client: 'served',
    plant: ({ world }) => world.blockPort25(true),
    during: waits,
    heal: ({ world }) => world.blockPort25(false),
  },
  settings('greylists', 'every recipient is deferred with 450, as in greylisting', [
    'smtpd_recipient_restrictions=check_recipient_access static:{450 4.7.1 Greylisted}',
  ]),
  misbehaves('storms', 'a storm: 450 to every MAIL', ['-r', 'mail']),
  settings(
    'returns',
    '550 for one recipient: the message comes home, signed',
    [
      `smtpd_recipient_restrictions=check_recipient_access inline:{{gone@${receiverDomain}=550 5.1.1 No such mailbox}}`,
    ],
    { to: `gone@${receiverDomain}`, returns: true, during: () => Promise.resolve() },
  ),
  misbehaves('hangs-in-data', 'the receiver never answers DATA', ['-w', '900']),
  misbehaves('hangs-up-in-data', 'the receiver hangs up at DATA', ['-q', 'data']),
  misbehaves('hangs-up-at-dot', 'the receiver hangs up in place of a 250 for the whole message', ['-q', '.']),
  settings(
    'tls-fails',
    'TLS is offered, and no handshake succeeds: Postfix goes on without, as no TLSA record forbids it',
    ['smtpd_tls_protocols=TLSv1'],
    {
      during: (ground) =>
        until('a handshake to fail', 30_000, async () => {
          const lines = await ground.sh(
            "journalctl -b --since=-30s -u 'postfix*' | grep 'Cannot start TLS' || true",
          );
          return lines === '' ? undefined : true;
        }).then(() => undefined),
    },
  ),
  dane,
];

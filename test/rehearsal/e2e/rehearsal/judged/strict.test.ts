import { conclude, type Verdict } from '../../../../../lib/rehearsal/report/result';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { ZONE_ID } from '../../../deployed';
import { domain, host, RELOAD } from '../doctor/fault';
import { Hands } from '../doctor/hands';
import { server as good } from './server';

/** Receivers that refuse what they may: a good server passes every rule, and each rule refuses what it is there for. */
const server = good();
let hands: Hands;

const EXIM = 'mx.strict.example.net';
const GOOD = '/var/tmp/main.cf.good';

beforeAll(() => {
  const { account, world } = server.rehearsal.stand;
  const machine = account.instances()[0]?.id ?? 'none';
  const unused = () => Promise.reject(new Error('Nothing here wants it.'));
  hands = new Hands({
    sdk: account.sdk,
    zoneId: ZONE_ID,
    exec: (argv, input) => world.exec(machine, argv, input),
    blockPort25: (blocked) => world.blockPort25(blocked),
    delegate: (zone, delegated) => world.delegate(zone, delegated),
    ...{ leave: unused, vouch: unused, good: unused, abroad: unused, authority: unused },
  });
});

test('a good server passes each rule, and the rehearsal says so', async () => {
  const result = await server.rehearsal.result();
  const strict = result.verdicts.filter(({ id }) => id === 'strict');
  expect(strict.map(({ seen }) => seen)).toEqual(['250', '250', '250', '250', '250']);
  expect(result.ok).toBe(true);
});

interface Planted {
  readonly what: string;
  readonly plant: () => Promise<unknown>;
  readonly heal: () => Promise<unknown>;
  /** Words of each rule that must refuse, to what it must say; no other may. */
  readonly refused: Readonly<Record<string, RegExp>>;
}

let before: readonly string[];
const record = (at: readonly [string, string], values: (old: readonly string[]) => readonly string[]) => ({
  plant: async () => {
    before = await hands.values(...at);
    await hands.record(...at, values(before));
  },
  heal: () => hands.record(...at, before),
});
const setting = (...settings: string[]) => ({
  plant: () =>
    hands.shell(
      `cp -a /etc/postfix/main.cf ${GOOD}; postconf -e ${settings.map((one) => `'${one}'`).join(' ')}; ${RELOAD}`,
    ),
  heal: () => hands.shell(`cp -a ${GOOD} /etc/postfix/main.cf; ${RELOAD}`),
});

const FAULTS: readonly Planted[] = [
  {
    what: 'a From domain with neither MX nor address',
    ...record([domain, 'MX'], () => []),
    refused: {
      reject_unknown_sender_domain:
        /^450 4\.1\.8 <hello@example\.com>: Sender address rejected: Domain not found/,
      [EXIM]: /^550[ -].*Unrouteable address/,
    },
  },
  {
    what: 'a HELO name without an address',
    ...setting(`smtp_helo_name = nobody.${domain}`),
    refused: {
      reject_unknown_helo_hostname:
        /^450 4\.7\.1 <nobody\.example\.com>: Helo command rejected: Host not found/,
      [EXIM]: /^550 HELO argument does not match calling host/,
    },
  },
  {
    what: 'no reverse name',
    plant: () => hands.reverseName(undefined),
    heal: () => hands.reverseName(host),
    refused: {
      reject_unknown_client_hostname: /^450 4\.7\.25 Client host rejected: cannot find your hostname/,
      [EXIM]: /^550 no reverse name for 203\.0\.113\.\d+ that leads back to it/,
    },
  },
  {
    what: 'an SPF record with an include that does not exist',
    ...record([domain, 'TXT'], ([own = '']) => [
      own.replace('v=spf1 ', 'v=spf1 include:spf.nobody.example.net '),
    ]),
    refused: { spf_by_pyspf: /^550 5\.7\.24 .*SPF permerror by pyspf: .*spf\.nobody\.example\.net/ },
  },
  {
    what: 'an SPF record with a broken address behind the right one, which rspamd lets pass',
    ...record([domain, 'TXT'], ([own = '']) => [own.replace(' -all', ' ip4:1.2.3 -all')]),
    refused: { spf_by_pyspf: /^550 5\.7\.24 .*SPF permerror by pyspf: .*1\.2\.3/ },
  },
  {
    what: 'a line over 998 octets, when nothing mends it',
    ...setting('smtpd_milters = unix:opendkim/opendkim.sock', 'smtp_line_length_limit = 0'),
    refused: { [EXIM]: /^550 maximum allowed line length is 998 octets, got 15\d\d/ },
  },
];

test.each(FAULTS.map((fault) => [fault.what, fault] as const))(
  'refused: %s',
  async (_, { plant, heal, refused }) => {
    const rules = Object.keys(refused);
    let last: Verdict[] = [];
    try {
      await plant();
      const verdicts = await until('exactly these rules to refuse', 60_000, async () => {
        last = await server.rehearsal.strictly();
        const failing = last.filter(({ pass }) => !pass);
        const named = failing.filter(({ subject, words }) =>
          rules.some((rule) => subject.includes(rule) && refused[rule]?.test(words)),
        );
        return failing.length === rules.length && named.length === rules.length ? last : undefined;
      }).catch((error: unknown) => {
        throw new Error(`${String(error)} They said: ${last.map(({ words }) => words).join(' | ')}`);
      });
      const result = await server.rehearsal.result();
      expect(conclude({ ...result, verdicts }).ok).toBe(false);
    } finally {
      await heal();
    }
  },
  120_000,
);

test('healed, every rule passes again, and nothing waits', async () => {
  await until('every strict receiver to take it', 60_000, async () =>
    (await server.rehearsal.strictly()).every(({ pass }) => pass) ? true : undefined,
  );
  expect(await hands.shell('postqueue -j')).toBe('');
}, 90_000);

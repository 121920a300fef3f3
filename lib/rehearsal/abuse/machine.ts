import type { Sender } from '../judge/delivery';
import { accountsOf, daemonsOf, loopbackListeners } from '../../machine/derived';
import { servedPorts } from '../../machine/ports';
import type { World } from '../world';
import { numbered, type Row } from './row';

/** What `systemd-analyze security` may say of a unit of Kitte's: 0 is nothing exposed, 10 everything. */
const MOST_EXPOSED = 2.5;
/** Who speaks to the network, and one who does not. */
const ACCOUNTS = [
  ...['postfix', 'dovenull', 'dovecot', 'opendkim', 'unbound', '_apt'],
  ...[...accountsOf(), 'nobody'],
];
/** Small, of no architecture, none of the running daemons, and nobody asks for a version of it. */
const GUINEA_PIG = 'python3-rfc3339';
const METADATA = 'http://169.254.169.254/latest/api/token';

/** What the machine is, told by itself: its doors, its units, its reach, its upgrades. */
export async function machineRows(world: World, sender: Sender, instance: string): Promise<readonly Row[]> {
  const look = new Look(world, instance);
  return [
    ...(await look.doors(sender)),
    ...(await look.units()),
    ...(await look.metadata()),
    ...(await look.upgrades()),
  ];
}

class Look {
  private readonly next = numbered('machine');

  constructor(
    private readonly world: World,
    private readonly instance: string,
  ) {}

  async doors({ environment }: Sender): Promise<Row[]> {
    const expected = [
      ...servedPorts(environment).map((port) => `tcp 0.0.0.0:${String(port)} master`),
      ...loopbackListeners(),
    ].sort();
    const found = listeners(await this.exec('ss', '-Hltnup'));
    return [
      this.row(
        'what listens, and what only to the machine itself',
        'ss -Hltnup',
        found.join(', '),
        expected.join(', '),
        found.join() === expected.join(),
      ),
    ];
  }

  async units(): Promise<Row[]> {
    const listing = await this.exec(
      'systemctl',
      'list-unit-files',
      '--no-legend',
      '--plain',
      'kitte*.service',
    );
    const names = listing.split('\n').flatMap((line) => line.split(/\s+/, 1)[0] || []);
    const rows: Row[] = [];
    for (const name of names) {
      const words = await this.exec('systemd-analyze', 'security', '--no-pager', name);
      const exposed = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(words)?.[1] ?? Number.NaN);
      rows.push(
        this.row(
          `hardening of ${name}`,
          `systemd-analyze security ${name}`,
          String(exposed),
          `at most ${String(MOST_EXPOSED)}`,
          exposed <= MOST_EXPOSED,
        ),
      );
    }
    return rows;
  }

  async metadata(): Promise<Row[]> {
    const ask = (account: string) =>
      this.exec(
        'sh',
        '-c',
        'setpriv --reuid="$0" --regid=nogroup --clear-groups -- curl --silent --show-error --max-time 5 --output /dev/null ' +
          '--write-out "%{http_code}" --request PUT --header "X-aws-ec2-metadata-token-ttl-seconds: 60" "$1" 2>&1 || true',
        account,
        METADATA,
      );
    const rows: Row[] = [];
    const root = (await ask('root')).trim();
    rows.push(this.row('the metadata service for root', `PUT ${METADATA}`, root, '200', root === '200'));
    const present = (await this.exec('cut', '-d:', '-f1', '/etc/passwd')).split('\n');
    for (const account of ACCOUNTS.filter((name) => present.includes(name))) {
      const answer = (await ask(account)).trim();
      rows.push(
        this.row(
          `the metadata service for ${account}`,
          `PUT ${METADATA}`,
          answer,
          'no answer',
          /(Failed to connect|Couldn't connect)/.test(answer) && answer.endsWith('000'),
        ),
      );
    }
    const order = 'ActiveEnterTimestampMonotonic';
    const since = async (unit: string) =>
      Number((await this.exec('systemctl', 'show', '--value', '--property', order, unit)).trim());
    const rule = await since('kitte-metadata.service');
    for (const { name } of daemonsOf()) {
      const unit = `${name}.service`;
      const needs = await this.exec('systemctl', 'show', '--value', '--property', 'Requires,After', unit);
      const bound = needs.split('\n').filter((line) => line.includes('kitte-metadata.service')).length;
      rows.push(
        this.row(
          `${unit} starts only behind the rule`,
          'systemctl show',
          `bound ${String(bound)}, rule at ${String(rule)}, unit at ${String(await since(unit))}`,
          'bound, and later',
          bound === 2 && rule > 0 && (await since(unit)) > rule,
        ),
      );
    }
    rows.push(await this.withoutRule());
    return rows;
  }

  /** Better no mail than a hijacked daemon that reads the role's keys. */
  private async withoutRule(): Promise<Row> {
    const rules = '/etc/kitte/metadata.nft';
    const sound = await this.exec('cat', rules);
    const put = (text: string) => this.world.exec(this.instance, ['tee', rules], text);
    const daemons = daemonsOf().map(({ name }) => name);
    const states = async () =>
      (await this.exec('sh', '-c', `systemctl is-active ${daemons.join(' ')} || true`))
        .trim()
        .replaceAll('\n', ' ');
    await put('no rule at all\n');
    await this.exec('sh', '-c', 'systemctl restart kitte-metadata || systemctl start postfix || true');
    const during = await states();
    await put(sound);
    await this.exec('systemctl', 'start', ...daemons);
    const after = await states();
    return this.row(
      'a rule that cannot be loaded',
      'nonsense in metadata.nft, then postfix is started',
      `${during}; mended: ${after}`,
      'nothing runs without it, all of it with it',
      !/\bactive\b/.test(during.replaceAll('inactive', '-')) &&
        after === daemons.map(() => 'active').join(' '),
    );
  }

  /** An installed package is made older by hand, and comes back by unattended-upgrade from Debian's mirror. */
  async upgrades(): Promise<Row[]> {
    const timers = ['apt-daily.timer', 'apt-daily-upgrade.timer'];
    const states = (await this.exec('sh', '-c', `systemctl is-active ${timers.join(' ')} || true`))
      .trim()
      .split('\n');
    const settings = await this.exec('apt-config', 'dump', 'APT::Periodic');
    const on = ['Update-Package-Lists "1"', 'Unattended-Upgrade "1"'].every((each) =>
      settings.includes(each),
    );
    const script = [
      'set -eu',
      'cd "$(mktemp -d)"',
      'now=$(dpkg-query --showformat \'${Version}\' --show "$1")',
      'apt-get -qq download "$1"',
      'dpkg-deb --raw-extract ./*.deb old',
      "sed -i 's/^Version: .*/Version: 0~kitte1/' old/DEBIAN/control",
      'dpkg-deb --build old old.deb >/dev/null',
      'dpkg --force-downgrade --install old.deb >/dev/null 2>&1',
      'test "$(dpkg-query --showformat \'${Version}\' --show "$1")" = 0~kitte1',
      'unattended-upgrade --verbose 2>&1',
      'echo "was $now is $(dpkg-query --showformat \'${Version}\' --show "$1")"',
    ];
    const output = await this.exec('sh', '-c', script.join('\n'), 'sh', GUINEA_PIG).catch((error: unknown) =>
      String(error),
    );
    const versions = /^was (\S+) is (\S+)$/m.exec(output);
    return [
      this.row(
        'unattended upgrades are on',
        'systemctl is-active; apt-config dump',
        `${states.join(' ')}; ${on ? 'daily' : 'not daily'}`,
        'both timers active, daily',
        states.length === timers.length && states.every((state) => state === 'active') && on,
      ),
      this.row(
        'an old package is upgraded',
        `${GUINEA_PIG} made older, then unattended-upgrade`,
        versions?.[0] ?? output.trim().slice(-500),
        'the version that was there before',
        versions !== null && versions[1] === versions[2],
      ),
    ];
  }

  private row(what: string, sent: string, answer: string, expected: string, pass: boolean): Row {
    return { id: this.next(), group: 'machine', case: what, sent, answer, left: '-', expected, pass };
  }

  private async exec(...argv: string[]): Promise<string> {
    return (await this.world.exec(this.instance, argv)).stdout;
  }
}

/** `tcp 127.0.0.1:53 unbound`, once each, sorted. A socket that systemd opened for a unit bears the unit's name. */
export function listeners(output: string): string[] {
  const found = output
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const fields = line.split(/\s+/);
      const names = [...line.matchAll(/\("([^"]+)",pid=/g)].map((match) => match[1] ?? '');
      const place = `${fields[0] ?? ''} ${fields[4] ?? ''}`;
      const owner = names.includes('systemd')
        ? heldBySystemd(place)
        : (names.find(isMaster) ?? names[0] ?? '?');
      return `${place} ${owner}`;
    });
  return [...new Set(found)].sort();
}

const isMaster = (name: string) => name === 'master';

/** The unit whose socket it is, by what should listen there. */
function heldBySystemd(place: string): string {
  return (
    loopbackListeners()
      .find((listener) => listener.startsWith(`${place} `))
      ?.slice(place.length + 1) ?? 'systemd'
  );
}

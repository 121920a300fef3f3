import { machine, postfix, RELOAD, type Fault } from '../fault';
import { stillness } from '../stillness';

const STATUS = '/kitte/prod/status';
let kept = '';

/** Another word in the machine's own report. */
const report = (
  name: string,
  verdict: Fault['verdict'],
  seen: RegExp,
  next: RegExp,
  words: object,
): Fault => ({
  ...{ name, row: 'machine-report', verdict, seen, next },
  plant: async (hands) => {
    kept = await hands.parameter(STATUS);
    await hands.setParameter(STATUS, JSON.stringify({ ...(JSON.parse(kept) as object), ...words }));
  },
  heal: (hands) => hands.setParameter(STATUS, kept),
});

const SYNC = /^On the machine: journalctl -u kitte-sync -n 50; systemctl enable --now kitte-sync\.timer/;

/** What only the machine knows. */
export const INSIDE: readonly Fault[] = [
  report(
    'the machine could not take its config',
    'fail',
    /no such table/,
    /^Mend what the reason names, then deploy/,
    { state: 'failed', reason: 'no such table' },
  ),
  report('the machine waits for its certificate', 'warn', /waiting/, /^Delegate the zone/, {
    state: 'waiting',
  }),
  report('the machine warns of what is to come', 'warn', /the certificate ends/, /^Mend what it warns of/, {
    warning: 'the certificate ends in 3 days',
  }),
  {
    name: 'port 25 closed by AWS',
    row: 'outbound-25',
    verdict: 'fail',
    seen: /closed/,
    next: /^Ask AWS to lift the limit: npm run kitte -- port25 prints the request/,
    plant: ({ reach }) => reach.blockPort25(true),
    heal: ({ reach }) => reach.blockPort25(false),
  },
  postfix(
    'outbound-tls',
    'TLS to receivers switched off',
    /smtp_tls_security_level = none/,
    /^On the machine: postconf -e smtp_tls_security_level=dane; postfix reload/,
    'postconf -e smtp_tls_security_level=none',
  ),
  {
    ...machine(
      'queue-volume',
      "the queue's volume is nearly full",
      /^8[0-9]%/,
      /^See what waits with postqueue -p, then raise machine\.queueVolumeSizeGiB/,
      'room=$(df --output=avail,size -B1 /var/spool/postfix | tail -n 1 | awk \'{printf "%d", $1 - $2 * 0.13}\'); fallocate -l $room /var/spool/postfix/ballast',
      'rm /var/spool/postfix/ballast',
    ),
    verdict: 'warn',
  },
  machine(
    'last-sync',
    'the sync is switched off',
    /timer inactive/,
    SYNC,
    'systemctl stop kitte-sync.timer',
    'systemctl start kitte-sync.timer',
  ),
  machine(
    'last-sync',
    'the sync fails',
    /exit-code/,
    SYNC,
    `${stillness('false')}; ! systemctl start kitte-sync.service 2>/dev/null`,
    `${stillness('true')}; systemctl start kitte-sync.service`,
  ),
  machine(
    'upgrades',
    'no security upgrades',
    /inactive/,
    /^On the machine: systemctl enable --now apt-daily-upgrade\.timer/,
    'systemctl stop apt-daily-upgrade.timer',
    'systemctl start apt-daily-upgrade.timer',
  ),
  {
    // As dpkg does it: another file of the same name, while the daemons hold the old one.
    ...machine(
      'updates-in-force',
      'daemons that go on with a library that an upgrade replaced',
      /dovecot\.service: libcrypto\.so\.3.*opendkim\.service: libcrypto\.so\.3.*postfix\.service: libcrypto\.so\.3/,
      /^The machine sees to it by itself in the window, Sun 03:00 UTC .*systemctl start kitte-updates/,
      'for file in /usr/lib/*/libcrypto.so.3; do cp -a $file $file.new; mv -f $file.new $file; done',
      `systemctl start kitte-updates.service; ${RELOAD}`,
    ),
    verdict: 'warn',
  },
  {
    ...machine(
      'updates-in-force',
      'a kernel that waits for a reboot',
      /^linux-image-6\.99-cloud asks for a reboot/,
      /^The machine sees to it by itself in the window/,
      'touch /run/reboot-required; echo linux-image-6.99-cloud >/run/reboot-required.pkgs',
      'rm /run/reboot-required /run/reboot-required.pkgs',
    ),
    verdict: 'warn',
  },
];

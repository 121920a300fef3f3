import { settingsFor } from '../../../users/settings';
import type { DebianHost } from '../../world/debian-host';
import type { Case, Relay } from '../case';
import type { Ground } from '../ground';
import type { Send } from './client';
import { attempt, octetsOf, quoted } from './commands';

/** What a host's administrator does after the printed settings: the daemon, where there is one. */
const DAEMONS: Readonly<Record<Relay, (host: DebianHost) => Promise<void>>> = {
  postfix: async (host) => {
    // Debian's package leaves it empty where it finds no network, as in an image.
    await host.sh('postconf -e inet_protocols=ipv4 maillog_file=/var/log/mail.log; install -d -m 1777 /tmp');
    host.daemon('postfix', ['postfix', 'start-fg']);
    await host.listens(25);
  },
  exim: async (host) => {
    await host.sh('install -d -o Debian-exim -g Debian-exim /var/log/exim4 /var/spool/exim4');
  },
  opensmtpd: async (host) => {
    host.daemon('smtpd', ['smtpd', '-d']);
    await host.listens(25);
  },
  dma: () => Promise.resolve(),
  nullmailer: async (host) => {
    // As its init script does.
    await host.sh(
      'cd /var/spool/nullmailer; [ -p trigger ] || mkfifo trigger; chown mail:root trigger; chmod 622 trigger',
    );
    host.daemon('nullmailer', [
      'setpriv',
      '--reuid=mail',
      '--regid=mail',
      '--clear-groups',
      'nullmailer-send',
    ]);
  },
  // Its first job is the case `cron-root`: its output is mail to root.
  cron: async (host) => {
    await host.write('/etc/cron.d/hello', '@reboot root echo "It ran: Größe"\n');
    host.daemon('cron', ['cron', '-f']);
  },
};

/**
 * The mail of a whole machine, with the settings that `kitte users show --for` prints, run as a script and untouched.
 * Each message goes in by sendmail(8) as root, whose address is then the relay's to mend.
 */
export const relay =
  (name: Relay): Send =>
  async (ground, cases) => {
    const host = await ground.host(name);
    const admin = `${name}-root@inbox.example.net`;
    await host.sh(`export ADMIN=${admin}\n${settingsFor(name, ground.settings(name))}`);
    await DAEMONS[name](host);
    const said = new Map<string, string>();
    for (const one of cases.filter(({ id }) => id !== 'cron-root'))
      said.set(one.id, await attempt(() => host.sh(command(ground, one), octetsOf(ground, one))));
    return said;
  };

function command(ground: Ground, one: Case): string {
  const { id, to } = ground.given(one);
  const recipients = id.endsWith('-root') ? ['root'] : to;
  return `base64 -d | tr -d '\\r' | /usr/sbin/sendmail -i -- ${recipients.map(quoted).join(' ')}`;
}

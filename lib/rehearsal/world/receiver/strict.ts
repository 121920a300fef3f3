import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Certified } from '../gateway/authority';
import type { DebianHost } from '../debian-host';
import { strictDomain, strictHost } from '../layout';
import { until } from '../shell';

/**
 * A mail server as strict as Debian's Exim is with its stock ACL and the checks that it has in store: no line over 998
 * octets, header fields that can be read, a sender and an author whose domain exists, a client that is who it greets as.
 */
const FILES: Readonly<Record<string, string>> = {
  '/etc/exim4/update-exim4.conf.conf': lines(
    "dc_eximconfig_configtype='internet'",
    `dc_other_hostnames='${strictDomain}'`,
    "dc_local_interfaces='0.0.0.0'",
    "dc_readhost=''",
    "dc_relay_domains=''",
    "dc_minimaldns='false'",
    "dc_relay_nets=''",
    "dc_smarthost=''",
    "CFILEMODE='644'",
    "dc_use_split_config='true'",
    "dc_hide_mailname='false'",
    "dc_mailname_in_oh='true'",
    "dc_localdelivery='maildir_home'",
  ),
  '/etc/mailname': `${strictDomain}\n`,
  '/etc/exim4/conf.d/main/000_localmacros': lines(
    `primary_hostname = ${strictHost}`,
    'MAIN_TLS_ENABLE = yes',
    'CHECK_RCPT_VERIFY_SENDER = yes',
    'CHECK_DATA_VERIFY_HEADER_SENDER = yes',
    'CHECK_RCPT_LOCAL_ACL_FILE = /etc/exim4/reverse_name',
    // Debian leaves it to the administrator; many large receivers do the same.
    'helo_verify_hosts = *',
    'disable_ipv6 = true',
    // Debian's 20 are fewer than a suite that sends all at once opens.
    'smtp_accept_max = 100',
  ),
  '/etc/exim4/reverse_name': lines(
    'deny',
    '  message = no reverse name for $sender_host_address that leads back to it',
    '  !verify = reverse_host_lookup',
  ),
  // Whatever the local part, so that a test may name its messages.
  '/etc/exim4/conf.d/router/050_inbox': lines(
    'inbox:',
    '  driver = accept',
    '  domains = +local_domains',
    '  transport = inbox',
  ),
  '/etc/exim4/conf.d/transport/05_inbox': lines(
    'inbox:',
    '  driver = appendfile',
    '  directory = /srv/mail',
    '  maildir_format',
    '  envelope_to_add',
    '  return_path_add',
    '  user = Debian-exim',
  ),
};

export class Strict {
  private readonly read = new Map<string, string>();

  constructor(private readonly host: DebianHost) {}

  async start({ key, certificate }: Certified): Promise<void> {
    for (const [path, text] of Object.entries(FILES)) await this.host.write(path, text);
    await this.host.write('/etc/exim4/exim.crt', certificate);
    await this.host.write('/etc/exim4/exim.key', key);
    await this.host.sh(
      [
        'chown root:Debian-exim /etc/exim4/exim.key && chmod 640 /etc/exim4/exim.key',
        'install -d -o Debian-exim -g Debian-exim /srv/mail /var/log/exim4 /var/spool/exim4',
        'install -d -m 1777 /tmp',
        'update-exim4.conf',
      ].join('\n'),
    );
    this.host.daemon('exim', ['exim4', '-bdf']);
    await this.host.listens(25);
  }

  /** What it has accepted lies in its inbox: Exim says 250 first and delivers then. */
  async settled(): Promise<void> {
    await until('Exim to deliver what it has accepted', 30_000, async () =>
      (await this.host.sh('exim4 -bpc')).trim() === '0' ? true : undefined,
    );
  }

  /** What lies in its inbox, with the fields that it wrote itself; latin1. */
  async messages(): Promise<string[]> {
    const folder = join(this.host.root, 'srv/mail/new');
    const files = await readdir(folder).catch(() => [] as string[]);
    return Promise.all(
      files.sort().map(async (file) => {
        const text = this.read.get(file) ?? (await readFile(join(folder, file), 'latin1'));
        this.read.set(file, text);
        return text;
      }),
    );
  }

  /** What came, what was refused and why, and what Exim thinks of each signature. */
  log(): Promise<string> {
    return readFile(join(this.host.root, 'var/log/exim4/mainlog'), 'latin1');
  }
}

function lines(...text: string[]): string {
  return `${text.join('\n')}\n`;
}

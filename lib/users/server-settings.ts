import { msmtpAccount } from './msmtp';
import type { Submission } from './submission';

/**
 * Programs that hand on the mail of a whole machine. Their settings are a script for sh(1), run as root, so that what is
 * printed is what was tried.
 */
export const SERVERS = ['postfix', 'exim', 'opensmtpd', 'dma', 'nullmailer', 'cron', 'php'] as const;
export type Server = (typeof SERVERS)[number];

/** Debian's packages that the settings of each are for. */
export const SERVER_PACKAGES: Readonly<Record<Server, readonly string[]>> = {
  postfix: ['postfix', 'libsasl2-modules', 'ca-certificates'],
  exim: ['exim4-daemon-light', 'ca-certificates'],
  opensmtpd: ['opensmtpd', 'ca-certificates'],
  dma: ['dma', 'ca-certificates'],
  nullmailer: ['nullmailer', 'ca-certificates'],
  cron: ['msmtp-mta', 'ca-certificates'],
  php: ['php-cli', 'msmtp-mta', 'ca-certificates'],
};

const TITLES: Readonly<Record<Server, string>> = {
  postfix: 'A Postfix that relays all its mail',
  exim: 'An Exim that relays all its mail',
  opensmtpd: 'An OpenSMTPD that relays all its mail',
  dma: 'The DragonFly Mail Agent',
  nullmailer: 'nullmailer',
  cron: 'What cron and other programs hand to sendmail, through msmtp',
  php: "PHP's mail(), through msmtp",
};

export function serverSettings(server: Server, submission: Submission): string[] {
  const { login, password, domain } = submission;
  const packages = SERVER_PACKAGES[server].join(' ');
  return [
    '#!/bin/sh',
    `# ${TITLES[server]}. On Debian: apt-get install ${packages}`,
    '# ADMIN reads what is for root: an address outside this machine.',
    'set -eu',
    ...(password === undefined
      ? [`: "\${MAIL_PASSWORD:?must hold the password of the login ${login}}"`]
      : [`MAIL_PASSWORD=${quoted(password)}`]),
    `: "\${ADMIN:=postmaster@${domain}}"`,
    ...WRITERS[server](submission),
  ];
}

const WRITERS: Readonly<Record<Server, (submission: Submission) => string[]>> = {
  postfix: ({ host, port, login, domain, ...whose }) => [
    secretFile('/etc/postfix/sasl_passwd', `[${host}]:${String(port)} ${login}:$MAIL_PASSWORD`),
    ...file('/etc/postfix/sender_canonical', [
      '# Senders of this machine, in the envelope and in the header, as the login may write them',
      ...senderRules(domain, whose),
    ]),
    'postconf -e \\',
    `  'relayhost = [${host}]:${String(port)}' \\`,
    "  'smtp_tls_wrappermode = yes' \\",
    "  'smtp_tls_security_level = secure' \\",
    "  'smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt' \\",
    "  'smtp_sasl_auth_enable = yes' \\",
    "  'smtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd' \\",
    "  'smtp_sasl_security_options = noanonymous' \\",
    "  'inet_interfaces = loopback-only' \\",
    "  'mydestination = localhost' \\",
    `  'myorigin = ${domain}' \\`,
    "  'sender_canonical_maps = regexp:/etc/postfix/sender_canonical' \\",
    '  "virtual_alias_maps = inline:{root=$ADMIN}"',
    `echo ${domain} > /etc/mailname`,
    '# In force: systemctl restart postfix',
  ],
  exim: ({ host, port, login, domain, from, whole }) => [
    ...file('/etc/exim4/update-exim4.conf.conf', [
      "dc_eximconfig_configtype='satellite'",
      "dc_other_hostnames=''",
      "dc_local_interfaces='127.0.0.1 ; ::1'",
      `dc_readhost='${domain}'`,
      "dc_relay_domains=''",
      "dc_minimaldns='false'",
      "dc_relay_nets=''",
      `dc_smarthost='${host}::${String(port)}'`,
      "CFILEMODE='644'",
      "dc_use_split_config='true'",
      "dc_hide_mailname='true'",
      "dc_mailname_in_oh='true'",
      "dc_localdelivery='mail_spool'",
    ]),
    ...file('/etc/exim4/conf.d/main/000_localmacros', [
      'REMOTE_SMTP_SMARTHOST_PROTOCOL = smtps',
      'REMOTE_SMTP_SMARTHOST_TLS_VERIFY_CERTIFICATES = /etc/ssl/certs/ca-certificates.crt',
      `REMOTE_SMTP_SMARTHOST_TLS_VERIFY_HOSTS = ${host}`,
      // Its own notices are mail as well.
      ...(whole ? [] : [`dsn_from = Mail Delivery System <${from}>`]),
    ]),
    secretFile('/etc/exim4/passwd.client', `${host}:${login}:$MAIL_PASSWORD`),
    'chgrp Debian-exim /etc/exim4/passwd.client && chmod 640 /etc/exim4/passwd.client',
    `echo ${domain} > /etc/mailname`,
    ...(whole
      ? []
      : [
          '# Every user of this machine writes as the login may',
          `getent passwd | sed 's/:.*/: ${from}/' > /etc/email-addresses`,
        ]),
    // A satellite has no local domain, so that its aliases are never asked.
    ...['cat > /etc/exim4/conf.d/router/160_kitte_root <<END', 'kitte_root:', '  driver = redirect'],
    ...[`  domains = ${domain}`, '  local_parts = root', '  data = $ADMIN', 'END'],
    'update-exim4.conf',
    '# In force: systemctl restart exim4',
  ],
  opensmtpd: ({ host, port, login, domain, from, whole }) => [
    ...(whole
      ? []
      : [
          `# OpenSMTPD rewrites no From header: each program must write ${from} itself, or its mail is refused.`,
        ]),
    secretFile('/etc/smtpd.secrets', `kitte ${login}:$MAIL_PASSWORD`),
    'chgrp opensmtpd /etc/smtpd.secrets && chmod 640 /etc/smtpd.secrets',
    ...file('/etc/smtpd.conf', [
      'table aliases file:/etc/aliases',
      'table secrets file:/etc/smtpd.secrets',
      'listen on localhost',
      'action "local" mbox alias <aliases>',
      `action "relay" relay host smtps://kitte@${host}:${String(port)} auth <secrets> mail-from "${whole ? '' : from.replace(/@.*/, '')}@${domain}"`,
      'match from local for local action "local"',
      'match from local for any action "relay"',
    ]),
    `echo ${domain} > /etc/mailname`,
    ...rootAlias,
    '# In force: systemctl restart opensmtpd',
  ],
  dma: ({ host, port, login, domain, from, whole }) => [
    '# dma rewrites the envelope alone. For cron, which writes From: root, add to /etc/crontab:',
    `#   MAILFROM=${from}`,
    ...file('/etc/dma/dma.conf', [
      `SMARTHOST ${host}`,
      `PORT ${String(port)}`,
      'ALIASES /etc/aliases',
      'AUTHPATH /etc/dma/auth.conf',
      'SECURETRANSFER',
      'MAILNAME /etc/mailname',
      `MASQUERADE ${whole ? domain : from}`,
    ]),
    secretFile('/etc/dma/auth.conf', `${login}|${host}:$MAIL_PASSWORD`),
    'chgrp mail /etc/dma/auth.conf && chmod 640 /etc/dma/auth.conf',
    `echo ${domain} > /etc/mailname`,
    ...rootAlias,
  ],
  nullmailer: ({ host, port, login, domain, from, whole }) => [
    secretFile(
      '/etc/nullmailer/remotes',
      `${host} smtp --port=${String(port)} --ssl --auth-login --user=${login} --pass=$MAIL_PASSWORD`,
    ),
    'chown mail /etc/nullmailer/remotes',
    `echo ${domain} > /etc/mailname`,
    `echo ${domain} > /etc/nullmailer/defaultdomain`,
    'echo "$ADMIN" > /etc/nullmailer/adminaddr',
    ...(whole
      ? []
      : [
          '# The envelope; each program must write this From itself, or its mail is refused.',
          `echo ${from} > /etc/nullmailer/allmailfrom`,
        ]),
    '# In force: systemctl restart nullmailer',
  ],
  cron: (submission) => [
    ...msmtp(submission, 'on'),
    '# A user other than root whose jobs write mail must read the file: usermod -aG msmtp NAME',
  ],
  php: (submission) => [
    ...msmtp(submission, 'auto'),
    '# Whom PHP runs as must read the file; PHP-FPM and Apache learn of it when they are restarted.',
    'usermod -aG msmtp www-data',
    '# php.ini: mail() speaks to it by this, which is the default.',
    '#   sendmail_path = /usr/sbin/sendmail -t -i',
    "# Give To as mail()'s first argument alone: among the further headers it would be there twice.",
  ],
};

/** System-wide, as whoever calls sendmail(8) has no file of its own. */
function msmtp(submission: Submission, header: 'on' | 'auto'): string[] {
  return [
    'cat > /etc/msmtprc <<END',
    'defaults',
    'aliases /etc/aliases',
    'syslog LOG_MAIL',
    ...msmtpAccount(submission, 'password $MAIL_PASSWORD', `set_from_header ${header}`),
    'END',
    '# It holds the password: nobody else reads it.',
    'chgrp msmtp /etc/msmtprc && chmod 640 /etc/msmtprc',
    'echo "default: $ADMIN" > /etc/aliases',
  ];
}

const rootAlias = ['echo "root: $ADMIN" > /etc/aliases'];

/** Lines of a regexp table (regexp_table(5)): the first that matches counts. */
function senderRules(
  domain: string,
  { from, senders, whole }: Pick<Submission, 'from' | 'senders' | 'whole'>,
): string[] {
  const name = escaped(domain);
  if (whole) return [`/^(.+)@.+\\.${name}$/ $` + `{1}@${domain}`];
  const own = senders.filter((sender) => !sender.startsWith('@')).map(escaped);
  return [`/^(${own.join('|')})$/ $` + '{1}', `/@(.+\\.)?${name}$/ ${from}`];
}

const escaped = (text: string) => text.replaceAll(/[.+^$*?(){}|[\]\\/]/g, '\\$&');

function file(path: string, lines: readonly string[]): string[] {
  return [`cat > ${path} <<'END'`, ...lines, 'END'];
}

/** Readable for root alone from its first byte on. */
const secretFile = (path: string, line: string) => `(umask 077; printf '%s\\n' "${line}" > ${path})`;

/** For sh(1). */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

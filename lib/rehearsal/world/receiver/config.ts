import { bareDomain, layout, pickyDomain, receiverDomain, receiverHost } from '../layout';
import { services } from './doors';

/** A recipient whose mail the receiver accepts and returns. */
export const RETURNED = `returned@${receiverDomain}`;
export const SPF_POLICY = '/srv/receiver/spf-policy.py';

/** The receiving side's files. Debian's defaults but for what is named here. */
export function receiverFiles(taken: readonly string[]): Record<string, string> {
  return {
    '/etc/postfix/main.cf': lines(
      'compatibility_level = 3.10',
      `myhostname = ${receiverHost}`,
      'mydestination =',
      'mynetworks = 127.0.0.0/8',
      'inet_protocols = ipv4',
      'maillog_file = /var/log/receiver.log',
      `virtual_mailbox_domains = ${[receiverDomain, bareDomain, pickyDomain, ...taken].join(' ')}`,
      'virtual_mailbox_base = /srv/mail',
      // The slash makes it a maildir; main.cf wants its dollars twice. What only shows that a rule took it is no mail to be judged.
      `virtual_mailbox_maps = regexp:{{/@${pickyDomain.replaceAll('.', '\\.')}$$/ picky/}, {/./ inbox/}}`,
      'virtual_uid_maps = static:5000',
      'virtual_gid_maps = static:5000',
      'smtpd_tls_security_level = may',
      'smtpd_tls_cert_file = /srv/receiver/tls.pem',
      'smtpd_tls_key_file = /srv/receiver/tls.key',
      'smtpd_tls_received_header = yes',
      'smtpd_relay_restrictions = reject_unauth_destination',
      'smtpd_restriction_classes = spf_by_pyspf',
      'spf_by_pyspf = check_policy_service unix:private/spf',
      // A test may name its messages in the recipient.
      'recipient_delimiter = +',
      // Taken, and found to be undeliverable only then: what comes back is another server's own report.
      `virtual_alias_maps = inline:{${RETURNED}=nobody@gone.example.net}`,
      'smtpd_milters = inet:127.0.0.1:11332',
      // A receiver that cannot judge must not accept: a message without a verdict would read as a failed one.
      'milter_default_action = tempfail',
    ),
    '/etc/postfix/master.cf': lines(
      'smtp inet n - n - - smtpd',
      ...services,
      `spf unix - n n - - spawn user=nobody argv=/usr/bin/python3 ${SPF_POLICY}`,
      'cleanup unix n - n - 0 cleanup',
      'qmgr unix n - n 300 1 qmgr',
      'tlsmgr unix - - n 1000? 1 tlsmgr',
      'rewrite unix - - n - - trivial-rewrite',
      'bounce unix - - n - 0 bounce',
      'defer unix - - n - 0 bounce',
      'error unix - - n - - error',
      'retry unix - - n - - error',
      'virtual unix - n n - - virtual',
      'anvil unix - - n - 1 anvil',
      'smtp unix - - n - - smtp',
      'proxymap unix - - n - - proxymap',
      'postlog unix-dgram n - n - 1 postlogd',
    ),
    '/etc/rspamd/local.d/options.inc': lines(
      `dns { nameserver = ["${layout.router}"]; }`,
      'enable_test_patterns = false;',
    ),
    '/etc/rspamd/local.d/worker-proxy.inc': lines(
      'bind_socket = "127.0.0.1:11332";',
      'milter = yes;',
      'count = 1;',
      'upstream "local" { default = yes; self_scan = yes; }',
    ),
    '/etc/rspamd/local.d/worker-normal.inc': 'enabled = false;\n',
    '/etc/rspamd/local.d/worker-controller.inc': 'enabled = false;\n',
    '/etc/rspamd/local.d/worker-fuzzy.inc': 'enabled = false;\n',
    '/etc/rspamd/local.d/logging.inc': 'type = "console"; level = "info";\n',
    // Every message is delivered with its verdicts; the rehearsal judges them.
    '/etc/rspamd/local.d/actions.conf': 'reject = 9999; add_header = 9998; greylist = 9997;\n',
    '/etc/rspamd/local.d/milter_headers.conf': lines(
      'use = ["authentication-results"];',
      'skip_local = false;',
      'skip_authenticated = false;',
      `routines { authentication-results { header = "Authentication-Results"; remove = 0; add_smtp_user = false; } }`,
    ),
    ...Object.fromEntries(
      silenced.map((module) => [`/etc/rspamd/local.d/${module}.conf`, 'enabled = false;\n']),
    ),
  };
}

/** Modules that ask the internet or a database, or that judge the content. */
const silenced = [
  ...['antivirus', 'asn', 'bayes', 'chartable', 'fuzzy_check', 'greylisting', 'greylist', 'history_redis'],
  ...['mx_check', 'neural', 'phishing', 'ratelimit', 'rbl', 'replies', 'reputation', 'url_redirector'],
];

function lines(...text: string[]): string {
  return `${text.join('\n')}\n`;
}

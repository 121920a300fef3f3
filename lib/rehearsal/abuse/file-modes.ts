import type { Ground } from './ground';
import type { Row } from './row';

/** Owner, group and mode of what is secret or decides who may send; a pattern stands for one file or more. */
export const FILE_MODES: Readonly<Record<string, string>> = {
  '/etc/kitte/dkim': '750 root:opendkim',
  '/etc/kitte/dkim/*.pem': '640 root:opendkim',
  '/etc/kitte/dkim/KeyTable': '640 root:opendkim',
  '/etc/kitte/dkim/SigningTable': '640 root:opendkim',
  '/etc/kitte/senders.json': '644 root:root',
  '/etc/kitte/tls': '700 root:root',
  '/etc/kitte/tls/chain.pem': '600 root:root',
  '/etc/kitte/machine.json': '644 root:root',
  '/etc/dovecot/kitte.passwd': '640 root:dovecot',
  '/etc/dovecot/dovecot.conf': '644 root:root',
  '/etc/opendkim.conf': '644 root:root',
  '/etc/postfix/main.cf': '644 root:root',
  '/etc/postfix/master.cf': '644 root:root',
  '/etc/postfix/aliases': '644 root:root',
  '/etc/letsencrypt/accounts': '700 root:root',
  '/etc/letsencrypt/accounts/*/directory/*/private_key.json': '400 root:root',
  '/etc/letsencrypt/archive': '700 root:root',
  '/etc/letsencrypt/live': '700 root:root',
  '/etc/letsencrypt/archive/kitte/privkey*.pem': '600 root:root',
  '/etc/letsencrypt/renewal-hooks/deploy/kitte': '755 root:root',
  '/usr/local/lib/kitte/boot.pyz': '644 root:root',
  '/usr/local/lib/kitte/kitte-control': '755 root:root',
  '/usr/local/lib/kitte/kitte.pyz': '644 root:root',
  '/var/lib/cloud/instance/user-data.txt': '600 root:root',
  '/var/lib/kitte': '755 root:root',
  // The one account of Kitte's that writes anything: its counts, which nobody else reads.
  '/var/lib/kitte/guard': '700 kitte-guard:kitte-guard',
  '/var/lib/kitte/guard/counts.sqlite': '600 kitte-guard:kitte-guard',
  '/var/log/letsencrypt': '700 root:root',
  '/var/spool/kitte': '700 nobody:nogroup',
  '/var/spool/postfix/opendkim': '2750 opendkim:postfix',
  '/var/spool/postfix/opendkim/opendkim.sock': '770 opendkim:postfix',
  '/var/spool/postfix/private': '700 postfix:root',
  '/var/spool/postfix/private/auth': '660 postfix:postfix',
};

/**
 * Nothing that is run or read by root may be changed by anybody else. The one folder of Debian's opendkim package
 * belongs to opendkim; nothing of ours is in it.
 */
const WRITABLE =
  'find /etc /usr/local /var/lib/kitte /run/kitte -xdev ! -path /etc/dkimkeys ( -type f -o -type d ) ( -perm /002 -o ! -user root ! -user kitte-guard -perm /200 )';

export async function fileModes(ground: Ground): Promise<Omit<Row, 'id'>[]> {
  const rows: Omit<Row, 'id'>[] = [];
  for (const [path, expected] of Object.entries(FILE_MODES)) {
    const script = `stat -c '%a %U:%G' -- ${path} 2>&1 | sort -u`;
    const answer = (await ground.exec('sh', '-c', script)).trim().replaceAll('\n', '; ');
    rows.push(row(`mode and owner of ${path}`, answer, expected));
  }
  const writable = (await ground.exec(...WRITABLE.split(' '))).trim().split('\n').join(' ');
  return [...rows, row('files of the system that others than root may change', writable || 'none', 'none')];
}

function row(name: string, answer: string, expected: string): Omit<Row, 'id'> {
  const pass = answer === expected;
  return { group: 'secrets', case: name, sent: 'stat', answer, left: 'nothing', expected, pass };
}

import type { MachineFile } from './file';

/** Dovecot 2.4 answers one question: is this the login's password? */
export function dovecotConf(): MachineFile {
  return {
    path: '/etc/dovecot/dovecot.conf',
    content: `# SASL for Postfix, and nothing else
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols =
auth_mechanisms = plain login
log_path = syslog
passdb passwd-file {
  passwd_file_path = /etc/dovecot/kitte.passwd
}
userdb static {
  fields {
    uid = nobody
    gid = nogroup
    home = /nonexistent
  }
}
service auth {
  unix_listener /var/spool/postfix/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
`,
  };
}

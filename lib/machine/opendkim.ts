import type { MachineFile } from './file';

/** Signs only: what is signed, with which key, and what is refused is decided by the policy script. */
export function opendkimConf(): MachineFile {
  return {
    path: '/etc/opendkim.conf',
    content: `Mode s
Syslog yes
SyslogSuccess yes
UserID opendkim
# The directory's group is postfix, and its setgid bit hands that to the socket
UMask 007
Socket local:/var/spool/postfix/opendkim/opendkim.sock
PidFile /run/opendkim/opendkim.pid
KeyTable file:/etc/kitte/dkim/KeyTable
SetupPolicyScript /etc/kitte/dkim/policy.lua
# Survives changed white space
Canonicalization relaxed/relaxed
# What is oversigned below must be signed too
SignHeaders *,+Message-ID
# No second From, Subject... can be added to a signed message
OversignHeaders From,To,Cc,Subject,Date,Message-ID,Reply-To
# Whatever goes wrong, nothing leaves unsigned
On-Default tempfail
`,
  };
}

import type { MachineFile } from './file';

/** What belongs to no single service. */
export function systemFiles(): MachineFile[] {
  return [
    {
      path: '/etc/apt/apt.conf.d/90kitte',
      content: `// Security updates come by themselves, and never ask about a file that is ours
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Dpkg::Options { "--force-confdef"; "--force-confold"; };
`,
    },
    {
      path: '/etc/tmpfiles.d/kitte.conf',
      content: `d /etc/kitte/dkim 0750 root opendkim
d /etc/kitte/tls 0700 root root
d /run/kitte 0755 root root
# setgid: the socket in it becomes postfix's
d /var/spool/postfix/opendkim 2750 opendkim postfix
# aliases write to files as nobody
d /var/spool/kitte 0700 nobody nogroup
`,
    },
  ];
}

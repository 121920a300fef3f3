import type { MachineFile } from './file';

/** What belongs to no single service. */
export function systemFiles(): MachineFile[] {
  return [
    {
      path: '/etc/apt/apt.conf.d/90kitte',
      content: `// Security updates come by themselves and never ask
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Dpkg::Options { "--force-confdef"; "--force-confold"; };
`,
    },
  ];
}

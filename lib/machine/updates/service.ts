import type { Service } from '../service';

const APT = `// Security updates come by themselves and never ask
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Dpkg::Options { "--force-confdef"; "--force-confold"; };
`;

/** Upgrades arrive by themselves, and come into force in the window that the settings name. */
export const updates: Service = {
  name: 'updates',
  packages: ['unattended-upgrades'],
  files: [{ path: '/etc/apt/apt.conf.d/90kitte', content: () => APT, inUserData: true }],
  units: [{ name: 'kitte-updates.service', errand: true }],
  commands: { updates: 'updates:main' },
};

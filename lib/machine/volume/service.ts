import type { Service } from '../service';

/** The volume of queue, mailboxes and certificate: systemd mounts it, and the lease alone asks for that. */
export const volume: Service = {
  name: 'volume',
  packages: ['e2fsprogs'],
  units: [
    { name: 'kitte-volume.service', errand: true },
    { name: 'var-lib-kitte-volume.mount' },
    { name: 'var-spool-postfix.mount' },
    { name: 'var-mail.mount' },
  ],
  commands: { volume: 'disk:main' },
};

import type { Service } from '../service';

/** Where Postfix shows each message that is handed in; named again in its socket unit. */
export const CLERK_PORT = 4003;

/** The milter before the signer: says why a message is not sent, and mends it. */
export const clerk: Service = {
  name: 'clerk',
  accounts: { 'kitte-clerk': 'Who looks at messages before they are signed' },
  units: [
    { name: 'kitte-clerk.service', renewed: true },
    { name: 'kitte-clerk.socket', enabled: true, starts: 'early' },
  ],
  listeners: [{ protocol: 'tcp', port: CLERK_PORT, by: 'kitte-clerk' }],
  ports: { milter: CLERK_PORT },
  modes: { '/etc/kitte/senders.json': '644 root:root' },
};

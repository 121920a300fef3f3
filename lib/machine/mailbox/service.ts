import type { Service } from '../service';

/** Where mail of the roles ends that no forward leads on. */
export const mailbox: Service = {
  name: 'mailbox',
  accounts: { kitte: 'Mailbox of the roles' },
};

import type { Service } from '../service';

/** The policy server: where Dovecot and Postfix ask; named again in its socket unit and in dovecot.conf. */
export const POLICY_PORTS = { dovecot: 4001, postfix: 4002, milter: 4004 } as const;

const ACCOUNT = 'kitte-guard';

/** Counts what a login sends, and says who may try a password. */
export const limits: Service = {
  name: 'limits',
  accounts: { [ACCOUNT]: 'Who counts messages and tries' },
  units: [
    { name: 'kitte-guard.service', renewed: true },
    { name: 'kitte-guard.socket', enabled: true, starts: 'early' },
  ],
  listeners: Object.values(POLICY_PORTS).map((port) => ({ protocol: 'tcp', port, by: ACCOUNT })),
  ports: POLICY_PORTS,
  modes: {
    '/etc/kitte/limits.json': '644 root:root',
    // Its counts, which nobody else reads.
    '/var/lib/kitte/guard': `700 ${ACCOUNT}:${ACCOUNT}`,
    '/var/lib/kitte/guard/counts.sqlite': `600 ${ACCOUNT}:${ACCOUNT}`,
  },
};

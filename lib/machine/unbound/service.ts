import { type Service, validated } from '../service';

/** The machine's own validating resolver. */
export const unbound: Service = {
  name: 'unbound',
  packages: ['dns-root-data', 'unbound'],
  files: [validated('unbound', 'unbound.conf', '/etc/unbound/unbound.conf.d/kitte.conf')],
  daemon: { name: 'unbound', onChange: 'restart', validate: 'resolver:validate' },
  listeners: [
    { protocol: 'udp', port: 53, by: 'unbound' },
    { protocol: 'tcp', port: 53, by: 'unbound' },
  ],
};

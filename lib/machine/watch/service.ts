import type { Service } from '../service';

/** Who may connect, and whether each daemon answers. */
export const watch: Service = {
  name: 'watch',
  packages: ['nftables'],
  units: [{ name: 'kitte-watch.service', enabled: true, renewed: true }],
  commands: { watch: 'watch:main' },
  modes: { '/etc/kitte/connections.json': '644 root:root' },
};

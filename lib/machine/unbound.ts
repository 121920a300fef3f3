import type { MachineFile } from './file';

/** A validating resolver for this machine alone; Debian's own files bring the root's trust anchor. */
export function unboundConf(): MachineFile {
  return {
    path: '/etc/unbound/unbound.conf.d/kitte.conf',
    content: `server:
  interface: 127.0.0.1
  # EC2's address here is IPv4 alone
  do-ip6: no
  # A fresh delegation is seen within a minute
  cache-max-negative-ttl: 60
`,
  };
}

import { layout } from '../layout';

/**
 * The recursive resolver that EC2 calls the VPC's. It caches for a second only: whoever looks through it
 * (the reverse name's handler, the receiver) sees the account's zones as they are now.
 */
export function resolverConfig(): string {
  return [
    'server:',
    '    directory: "/etc/unbound"',
    '    username: ""',
    '    chroot: ""',
    '    pidfile: ""',
    '    use-syslog: no',
    '    do-daemonize: no',
    '    do-ip6: no',
    '    interface: 0.0.0.0',
    '    interface-automatic: yes',
    `    outgoing-interface: ${layout.router}`,
    '    access-control: 0.0.0.0/0 allow',
    '    root-hints: "/usr/share/dns/root.hints"',
    '    cache-max-ttl: 1',
    '    cache-max-negative-ttl: 1',
    '    infra-host-ttl: 1',
    '    trust-anchor-file: "/srv/root.key"',
    // Unbound answers for the documentation nets itself (RFC 6303); here they are real.
    '    local-zone: "113.0.203.in-addr.arpa." nodefault',
    '    local-zone: "100.51.198.in-addr.arpa." nodefault',
    'remote-control:',
    '    control-enable: no',
    '',
  ].join('\n');
}

/** The real addresses of the root servers, which the world owns: a resolver's own hints lead to it. */
export function rootServers(hints: string): Record<string, string> {
  const lines = hints.matchAll(/^([A-M]\.ROOT-SERVERS\.NET)\.\s+\d+\s+(?:IN\s+)?A\s+([\d.]+)/gim);
  return Object.fromEntries([...lines].map(([, name = '', address = '']) => [name.toLowerCase(), address]));
}

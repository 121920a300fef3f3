import { layout } from './layout';

export interface FirewallMachine {
  readonly port: string;
  readonly privateIp: string;
  readonly publicIp?: string | undefined;
  readonly inboundPorts: readonly number[];
}

/**
 * The router's rules: 1:1 translation of Elastic IPs as the internet gateway does it, and the security group.
 * The whole table is replaced in one transaction.
 */
export function firewallRules(machines: readonly FirewallMachine[], port25Blocked: boolean): string {
  const translated = machines.filter((machine) => machine.publicIp !== undefined);
  const inbound = translated.map(
    ({ publicIp, privateIp }) => `ip daddr ${String(publicIp)} dnat to ${privateIp}`,
  );
  const outbound = machines.flatMap(({ publicIp, privateIp }) => [
    `ip saddr ${privateIp} oifname "internet" snat to ${publicIp ?? layout.router}`,
    ...(publicIp ? [`ip saddr ${privateIp} ct status dnat snat to ${publicIp}`] : []),
  ]);
  const groups = machines
    .filter((machine) => machine.inboundPorts.length > 0)
    .map(({ port, inboundPorts }) => `oifname "${port}" tcp dport { ${inboundPorts.join(', ')} } accept`);
  const blocked = port25Blocked
    ? machines.map(({ port }) => `iifname "${port}" oifname "internet" tcp dport 25 drop`)
    : [];
  return [
    'table ip kitte',
    'delete table ip kitte',
    'table ip kitte {',
    chain('prerouting', 'type nat hook prerouting priority dstnat;', inbound),
    chain('postrouting', 'type nat hook postrouting priority srcnat;', outbound),
    chain('forward', 'type filter hook forward priority filter; policy drop;', [
      'ct state established,related accept',
      ...blocked,
      ...groups,
      'iifname "internet" oifname "internet" accept',
      'iifname != "internet" oifname "internet" accept',
    ]),
    '}',
    '',
  ].join('\n');
}

function chain(name: string, hook: string, rules: readonly string[]): string {
  return [`  chain ${name} {`, `    ${hook}`, ...rules.map((rule) => `    ${rule}`), '  }'].join('\n');
}

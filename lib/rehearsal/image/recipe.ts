/** What EC2's Debian 13 image has and the machine's configuration leans on. */
export const imagePackages: readonly string[] = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'cloud-init', 'sudo', 'procps', 'iproute2', 'netbase'],
  ...['python3', 'ca-certificates', 'openssl', 'dns-root-data', 'curl', 'kmod', 'logrotate', 'cron'],
  // What it brings besides, and what runs there beside the mail server: its own upgrades and their timers, a resolver on
  // 127.0.0.53, polkit. AppArmor is there and enforces nothing in a container.
  ...['unattended-upgrades', 'systemd-resolved', 'libnss-resolve', 'libnss-myhostname', 'systemd-timesyncd'],
  ...['polkitd', 'netplan.io', 'iptables', 'apparmor', 'amazon-ec2-utils', 'awscli'],
];

/** The daemons of the world: DNS, ACME, a receiving mail server; and Debian's verifiers, who judge what it received. */
export const servicePackages: readonly string[] = [
  ...['knot', 'unbound', 'dns-root-data', 'pebble', 'postfix', 'rspamd', 'openssl', 'ca-certificates'],
  ...['knot-dnsutils', 'procps', 'python3-dkim', 'python3-spf', 'python3-authres'],
];

/** The strict receiver, over the daemons of the world: Debian's mail servers exclude each other. */
export const strictPackages: readonly string[] = ['exim4-daemon-light'];

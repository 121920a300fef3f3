/** What EC2's Debian 13 image has and the machine's configuration leans on. */
export const imagePackages: readonly string[] = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'cloud-init', 'sudo', 'procps', 'iproute2', 'netbase'],
  ...['python3', 'ca-certificates', 'openssl', 'dns-root-data', 'curl', 'kmod', 'logrotate', 'cron'],
];

/** The daemons of the world: DNS, ACME, and a receiving mail server. */
export const servicePackages: readonly string[] = [
  ...['knot', 'unbound', 'dns-root-data', 'pebble', 'postfix', 'rspamd', 'openssl', 'ca-certificates'],
  ...['knot-dnsutils', 'procps'],
];

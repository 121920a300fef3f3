/** What the machine installs beyond the image, in one transaction and without recommendations. */
export const MACHINE_PACKAGES: readonly string[] = [
  'ca-certificates',
  'certbot',
  'dns-root-data',
  'dovecot-core',
  'e2fsprogs',
  'nftables',
  'opendkim',
  'openssl',
  'postfix',
  'unattended-upgrades',
  'unbound',
];

import { type Service, validated } from '../service';

/** Checks passwords, for Postfix alone. */
export const dovecot: Service = {
  name: 'dovecot',
  packages: ['dovecot-core'],
  files: [validated('dovecot', 'dovecot.conf', '/etc/dovecot/dovecot.conf')],
  units: [{ name: 'dovecot.service', packaged: 'drop-in' }],
  daemon: { name: 'dovecot', onChange: 'restart', validate: 'passdb:validate', onVolume: true },
  modes: {
    '/etc/dovecot/kitte.passwd': '640 root:dovecot',
    '/var/spool/postfix/private/auth': '660 postfix:postfix',
  },
};

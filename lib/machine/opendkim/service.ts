import { type Service, validated } from '../service';

const KEYS = '/etc/kitte/dkim';
/** setgid: the socket in it becomes postfix's. */
const SOCKET = '/var/spool/postfix/opendkim';

/** Signs whatever reaches it, by the key of the domain in From. */
export const opendkim: Service = {
  name: 'opendkim',
  packages: ['opendkim'],
  directories: [
    { path: KEYS, mode: '0750', owner: 'root', group: 'opendkim' },
    { path: SOCKET, mode: '2750', owner: 'opendkim', group: 'postfix' },
  ],
  files: [validated('opendkim', 'opendkim.conf', '/etc/opendkim.conf')],
  units: [{ name: 'opendkim.service', packaged: 'drop-in' }],
  daemon: {
    name: 'opendkim',
    onChange: 'restart',
    needs: `${KEYS}/SigningTable`,
    validate: 'signing:validate',
    onVolume: true,
    stopsLast: true,
  },
  modes: {
    [`${KEYS}/*.pem`]: '640 root:opendkim',
    [`${KEYS}/KeyTable`]: '640 root:opendkim',
    [`${KEYS}/SigningTable`]: '640 root:opendkim',
    [`${SOCKET}/opendkim.sock`]: '770 opendkim:postfix',
  },
};

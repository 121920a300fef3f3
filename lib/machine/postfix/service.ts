import { type Service, validated } from '../service';
import { mainCf } from './main-cf';
import { listeners, OWN_PORTS } from './master-cf';

const ETC = '/etc/postfix';
/** Tables that are the same everywhere. */
const STATIC = ['at_domain', 'came_from', 'inbound', 'inbound_sender', 'milter_headers', 'untagged'];

/** Takes mail in, and sends it. */
export const postfix: Service = {
  name: 'postfix',
  packages: ['postfix'],
  // Aliases write to files as nobody.
  directories: [{ path: '/var/spool/kitte', mode: '0700', owner: 'nobody', group: 'nogroup' }],
  files: [
    { path: `${ETC}/main.cf`, content: mainCf, validated: true, inUserData: true },
    validated('postfix', 'master.cf', `${ETC}/master.cf`),
    { path: `${ETC}/master.cf.listeners`, content: listeners, validated: true },
    ...STATIC.map((name) => validated('postfix', name, `${ETC}/${name}`)),
  ],
  units: [{ name: 'postfix.service', packaged: 'drop-in' }],
  daemon: {
    name: 'postfix',
    onChange: 'reload',
    check: ['postfix', 'check'],
    validate: 'postconf:validate',
    onVolume: true,
  },
  listeners: Object.values(OWN_PORTS).map((port) => ({ protocol: 'tcp', port, by: 'master' })),
  ports: OWN_PORTS,
  modes: {
    [`${ETC}/aliases`]: '644 root:root',
    '/var/spool/postfix/private': '700 postfix:root',
  },
};

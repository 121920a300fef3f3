import { type Service, validated } from '../service';
import { fromSettings, mainCf } from './main-cf';
import * as maps from './maps';
import { masterCfs, OWN_PORTS } from './master-cf';

const ETC = '/etc/postfix';
/** Tables that are the same everywhere. */
const STATIC = ['at_domain', 'came_from', 'inbound', 'inbound_sender', 'milter_headers', 'untagged'];
/** And those that the machine writes: all others that main.cf and master.cf ask. */
const WRITTEN = [
  ...Object.values(maps)
    .flat()
    .join(' ')
    .matchAll(/:\/etc\/postfix\/(\w+)/g),
]
  .map(([, name = '']) => name)
  .filter((name) => !STATIC.includes(name));

/** Takes mail in, and sends it. */
export const postfix: Service = {
  name: 'postfix',
  packages: ['postfix'],
  // Aliases write to files as nobody.
  directories: [{ path: '/var/spool/kitte', mode: '0700', owner: 'nobody', group: 'nogroup' }],
  files: [
    { path: `${ETC}/main.cf`, content: mainCf, validated: true, inUserData: true },
    ...STATIC.map((name) => validated('postfix', name, `${ETC}/${name}`)),
  ],
  packed: { ...fromSettings(), ...masterCfs() },
  gone: [`${ETC}/master.cf.listeners`],
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
    [`${ETC}/master.cf`]: '644 root:root',
    ...Object.fromEntries(WRITTEN.map((table) => [`${ETC}/${table}`, '644 root:root'])),
    '/var/spool/postfix/private': '700 postfix:root',
  },
};

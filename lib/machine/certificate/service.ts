import { installed, type Service } from '../service';

const LETSENCRYPT = '/etc/letsencrypt';

/** The certificate of the host names, had and renewed by certbot, proved by DNS-01. */
export const certificate: Service = {
  name: 'certificate',
  packages: ['certbot'],
  directories: [{ path: '/etc/kitte/tls', mode: '0700', owner: 'root', group: 'root' }],
  files: [
    installed('certificate', 'cli.ini', `${LETSENCRYPT}/cli.ini`),
    {
      ...installed('certificate', 'deploy.sh', `${LETSENCRYPT}/renewal-hooks/deploy/kitte`),
      mode: '755',
    },
  ],
  units: [
    { name: 'certbot.service', packaged: 'drop-in', errand: true },
    // Its package could not start it: see install.py.
    { name: 'certbot.timer', packaged: 'as-it-is', starts: 'last' },
  ],
  commands: {
    certificate: 'certificate:deployed',
    challenge: 'challenge:put',
    unchallenge: 'challenge:remove',
  },
  modes: {
    '/etc/kitte/tls/chain.pem': '600 root:root',
    [`${LETSENCRYPT}/accounts`]: '700 root:root',
    [`${LETSENCRYPT}/accounts/*/directory/*/private_key.json`]: '400 root:root',
    [`${LETSENCRYPT}/archive`]: '700 root:root',
    [`${LETSENCRYPT}/live`]: '700 root:root',
    [`${LETSENCRYPT}/archive/kitte/privkey*.pem`]: '600 root:root',
    '/var/log/letsencrypt': '700 root:root',
  },
};

import { layout } from '../layout';
import type { Services } from '../services';
import { until } from '../shell';
import { readPem, type Authority } from './authority';

export const pebblePort = 14000;
const managementPort = 15000;
/** As of Let's Encrypt until February 2027: https://letsencrypt.org/2025/12/02/from-90-to-45 */
export const CERTIFICATE_DAYS = 90;

/** The ACME server in the gateway's namespace; answers its root certificate, new at every start. */
export async function startPebble(services: Services, authority: Authority, days: number): Promise<string> {
  const validityPeriod = days * 86_400;
  const { key, certificate } = await authority.issue('pebble', ['localhost']);
  await services.write('/srv/pebble/pebble.key', await readPem(key));
  await services.write('/srv/pebble/pebble.pem', await readPem(certificate));
  const settings = {
    pebble: {
      listenAddress: `127.0.0.1:${String(pebblePort)}`,
      managementListenAddress: `127.0.0.1:${String(managementPort)}`,
      certificate: '/srv/pebble/pebble.pem',
      privateKey: '/srv/pebble/pebble.key',
      httpPort: 80,
      tlsPort: 443,
      ocspResponderURL: '',
      externalAccountBindingRequired: false,
      // Under this name up to pebble 2.6, in a profile since.
      certificateValidityPeriod: validityPeriod,
      profiles: { default: { description: 'The default profile', validityPeriod } },
    },
  };
  await services.write('/srv/pebble/config.json', JSON.stringify(settings));
  const argv = ['pebble', '-config', '/srv/pebble/config.json', '-dnsserver', `${layout.router}:53`];
  services.start('gateway', 'pebble', argv, { PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' });
  const url = `https://127.0.0.1:${String(managementPort)}/roots/0`;
  const fetchRoot = ['openssl', 's_client', '-quiet', '-connect', `127.0.0.1:${String(managementPort)}`];
  return until(`the ACME server's root at ${url}`, 15_000, async () => {
    const question = 'GET /roots/0 HTTP/1.0\r\nHost: localhost\r\n\r\n';
    const { stdout } = await services.exec('gateway', fetchRoot, question);
    return /-----BEGIN CERTIFICATE-----[^]*-----END CERTIFICATE-----\n?/.exec(stdout)?.[0];
  });
}

import { domain, host, postfix, putBack, record, type Fault } from '../fault';

const AWAY = /^Try from another network.*journalctl -u postfix/;

/** What comes back: MX, bounces; and the records beside it. */
export const INCOMING: readonly Fault[] = [
  record('mx', 'no MX record', [domain, 'MX'], () => [], /nothing/, putBack('the MX record')),
  record(
    'mx',
    'the MX of another provider',
    [domain, 'MX'],
    () => ['10 mx.provider.example.'],
    /provider/,
    putBack('the MX record'),
  ),
  postfix('bounces', 'port 25 closed', /refused/i, AWAY, 'postconf -MX smtp/inet'),
  postfix(
    'bounces',
    'postmaster is refused',
    /^554/,
    AWAY,
    'postconf -P smtp/inet/smtpd_recipient_restrictions=reject',
  ),
  record(
    'caa',
    'a CAA record that names another authority',
    [host, 'CAA'],
    () => ['0 issue "other.example"'],
    /other\.example/,
    /^Add 0 issue "letsencrypt\.org" to the CAA record set of mail\.example\.com/,
  ),
  record(
    'srv',
    'no SRV record',
    [`_submissions._tcp.${domain}`, 'SRV'],
    () => [],
    /nothing/,
    putBack('_submissions._tcp.example.com'),
  ),
  record(
    'srv',
    'an SRV record with another port',
    [`_submission._tcp.${domain}`, 'SRV'],
    () => [`0 1 25 ${host}.`],
    / 25 /,
    putBack('_submission._tcp.example.com'),
  ),
];

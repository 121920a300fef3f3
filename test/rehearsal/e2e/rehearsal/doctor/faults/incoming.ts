import { domain, host, postfix, putBack, record, type Fault } from '../fault';

const AWAY = /^Try from another network.*journalctl -u postfix/;

/** What receivers find when they look for the From domain, whose mail others take. */
export const ANSWERS: readonly Fault[] = [
  {
    name: 'nobody takes the mail of the From domain',
    row: 'mx',
    verdict: 'fail',
    seen: /^neither MX nor address$/,
    next: /^Set mx: true in the config and deploy, so that this server takes the mail of example\.com/,
    plant: ({ reach }) => reach.leave(true),
    heal: ({ reach }) => reach.leave(false),
  },
  record(
    'mx',
    'the From domain says that it takes no mail',
    [domain, 'MX'],
    () => ['0 .'],
    /^0 \.$/,
    /^It says that example\.com takes no mail \(RFC 7505\)/,
  ),
  record(
    'mx',
    'the MX of the From domain is this server, which does not take its mail',
    [domain, 'MX'],
    () => [`10 ${host}.`],
    /^10 mail\.example\.com$/,
    /^It names this server, which takes no mail for example\.com: set mx: true/,
  ),
  record(
    'mx',
    'no MX at the envelope domain',
    [`bounce.${domain}`, 'MX'],
    () => [],
    /nothing/,
    putBack('the MX record'),
  ),
];

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

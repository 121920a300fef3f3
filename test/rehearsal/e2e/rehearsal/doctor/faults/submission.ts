import { domain, host, machine, postfix, RELOAD, type Fault } from '../fault';

const REPORT = /^Read the machine's report/;
const CERTBOT = /^On the machine: certbot certificates; journalctl -u certbot/;

/** Another certificate in the place of the server's. */
function certificate(
  row: string,
  name: string,
  seen: RegExp,
  make: string,
  verdict: Fault['verdict'] = 'fail',
): Fault {
  const directory = '/root/other';
  return {
    ...{ name, row, verdict, seen, next: CERTBOT },
    plant: async (hands) => {
      const script = `mkdir -p ${directory}; cd ${directory}; cat >ca.pem; cp -a /etc/kitte/tls/chain.pem good.pem
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server -keyout key.pem -out request.pem 2>/dev/null
${make} 2>/dev/null
cat key.pem made.pem >/etc/kitte/tls/chain.pem; ${RELOAD}`;
      await hands.shell(script, await hands.reach.authority());
    },
    heal: (hands) =>
      hands.shell(`cp -a ${directory}/good.pem /etc/kitte/tls/chain.pem; ${RELOAD}`).then(() => undefined),
  };
}

const signed = (name: string, more: string) =>
  `echo subjectAltName=DNS:${name} >ext; openssl x509 -req -in request.pem -extfile ext -CA ca.pem -CAkey ca.pem ${more} -out made.pem`;

/** Dates for openssl of a life of so many days, of which so many are left, and an hour. */
function lasting(life: number, left: number): string {
  const stamp = (days: number) => `$(date -u -d '${String(days)} days 1 hour' +%Y%m%d%H%M%SZ)`;
  return `-not_before ${stamp(left - life)} -not_after ${stamp(left)}`;
}

/** What clients meet: ports, TLS, certificate, logins. */
export const SUBMISSION: readonly Fault[] = [
  postfix(
    'implicit-tls',
    'port 465 closed',
    /refused/i,
    REPORT,
    'postconf -MX submissions/inet',
    'postfix reload 2>/dev/null; while ss -Hltn | grep -q :465; do sleep 0.2; done',
  ),
  postfix('starttls', 'port 587 closed', /refused/i, REPORT, 'postconf -MX submission/inet'),
  postfix(
    'starttls',
    'port 587 without STARTTLS',
    /STARTTLS/,
    /^On the machine: postconf -P submission\/inet\/smtpd_tls_security_level=encrypt; postfix reload/,
    'postconf -P submission/inet/smtpd_tls_security_level=none',
  ),
  machine(
    'starttls',
    'OpenDKIM stopped',
    /^454 4\.3\.0 .* \(to STARTTLS\)$/,
    /^It is not TLS: .*systemctl status opendkim postfix; journalctl -u opendkim -u postfix -n 50\. If OpenDKIM is stopped: systemctl start opendkim/,
    'systemctl stop opendkim',
    'systemctl start opendkim',
  ),
  postfix(
    'starttls',
    'a certificate that Postfix cannot load',
    /454 4\.7\.0 TLS not available/,
    REPORT,
    'postconf -P submission/inet/smtpd_tls_chain_files=/etc/hostname',
  ),
  postfix(
    'greeting',
    'another name in the greeting',
    /other\.example\.com/,
    /^On the machine: postconf -e myhostname=mail\.example\.com.*postfix reload/,
    'postconf -P submission/inet/myhostname=other.example.com',
  ),
  postfix(
    'auth-under-tls',
    'a login in the clear',
    /before TLS/,
    /^On the machine: postconf -e smtpd_tls_auth_only=yes.*postfix reload/,
    'postconf -P submission/inet/smtpd_tls_security_level=may submission/inet/smtpd_tls_auth_only=no',
  ),
  postfix(
    'tls-versions',
    'TLS 1.0 allowed',
    /TLSv1,/,
    /^On the machine: postconf -e "smtpd_tls_protocols=>=TLSv1\.2"/,
    "postconf -P 'submissions/inet/smtpd_tls_protocols=>=TLSv1' 'submissions/inet/smtpd_tls_mandatory_protocols=>=TLSv1' submissions/inet/tls_medium_cipherlist=ALL:@SECLEVEL=0 submissions/inet/tls_high_cipherlist=ALL:@SECLEVEL=0",
  ),
  postfix(
    'open-relay',
    'an open relay',
    /587/,
    /^Stop it now: on the machine, systemctl stop postfix/,
    'postconf -P submission/inet/mynetworks=0.0.0.0/0 submission/inet/smtpd_client_restrictions=permit_mynetworks submission/inet/smtpd_relay_restrictions=permit_mynetworks,reject submission/inet/smtpd_data_restrictions= submission/inet/smtpd_milters=',
  ),
  certificate(
    'certificate-days',
    'an expired certificate',
    /^-/,
    signed(host, '-not_before 20240101000000Z -not_after 20240201000000Z'),
  ),
  certificate(
    'certificate-days',
    'a certificate of 45 days that was not renewed in time',
    /^11 days of 45/,
    signed(host, lasting(45, 11)),
    'warn',
  ),
  certificate(
    'certificate-days',
    'a certificate of six days that was not renewed in time',
    /^2 days of 6/,
    signed(host, lasting(6, 2)),
    'warn',
  ),
  certificate(
    'certificate-name',
    'the certificate of another name',
    /other/,
    signed(`other.${domain}`, '-days 60'),
  ),
  certificate(
    'certificate-chain',
    'a self-signed certificate',
    /SELF_SIGNED/,
    `echo subjectAltName=DNS:${host} >ext; openssl x509 -req -in request.pem -extfile ext -signkey key.pem -days 60 -out made.pem`,
  ),
  machine(
    'login',
    'a password that the server does not know',
    /535/,
    /^Wait five minutes: .*journalctl -u kitte-sync -u dovecot/,
    "cp -a /etc/dovecot/kitte.passwd /root/passwd.good; sed -i 's/^mailer:/formermailer:/' /etc/dovecot/kitte.passwd",
    'cp -a /root/passwd.good /etc/dovecot/kitte.passwd',
  ),
];

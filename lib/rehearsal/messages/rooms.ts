/** What the senders run on, and the strict receiver; everything is Debian 13's. */
export const ROOMS = {
  ground: [
    ...['ca-certificates', 'openssl', 'procps', 'cron', 'python3', 'python3-django', 'python3-dkim'],
    ...['python3-spf', 'python3-authres', 'swaks', 'libio-socket-ssl-perl', 'libnet-ssleay-perl'],
    ...['libauthen-sasl-perl', 'msmtp', 'msmtp-mta', 'php-cli', 'php-mbstring', 'libphp-phpmailer'],
    ...['ruby-actionmailer', 'ruby-mail', 'prometheus-alertmanager'],
  ],
  postfix: ['postfix', 'libsasl2-modules'],
  exim: ['exim4-daemon-light'],
  opensmtpd: ['opensmtpd'],
  dma: ['dma'],
  nullmailer: ['nullmailer'],
} as const;

import type { Sender } from '../judge/delivery';
import { layout, receiverDomain } from '../world/layout';

/** An envelope, each address with its brackets and parameters as it goes over the wire. */
export interface Form {
  readonly case: string;
  readonly from: string;
  readonly to: string;
}

const STRANGER = '<stranger@laptop.example.net>';
const FAR = receiverDomain;

/**
 * The classic ways to make a server relay: those of abuse.net's and ORBS' testers, of nmap's smtp-open-relay, and
 * what SMTPUTF8 (RFC 6531) added. `far` is the victim; everything else is the server's own.
 */
export function relayForms({ environment, address }: Sender): Form[] {
  const { domain, envelopeDomain, hostName } = environment;
  const far = `reader@${FAR}`;
  const homes = {
    'the served domain': envelopeDomain,
    'the From domain': domain,
    'the host': hostName,
    'the IP literal': `[${address}]`,
    localhost: 'localhost',
  };
  const everywhere = (what: string, at: (home: string) => string): Form[] =>
    Object.entries(homes).map(([where, home]) => ({
      case: `${what} at ${where}`,
      from: STRANGER,
      to: `<${at(home)}>`,
    }));
  const from = (what: string, sender: string): Form => ({ case: what, from: sender, to: `<${far}>` });
  const to = (what: string, recipient: string, sender = STRANGER): Form => ({
    case: what,
    from: sender,
    to: recipient,
  });
  return [
    from('a plain recipient elsewhere', STRANGER),
    from('null sender', '<>'),
    from('sender in the From domain', `<hello@${domain}>`),
    from('sender in the served domain', `<bounces@${envelopeDomain}>`),
    from('sender at the host', `<postmaster@${hostName}>`),
    from('sender at the IP literal', `<hello@[${address}]>`),
    from('sender at localhost', '<root@localhost>'),
    from('sender at 127.0.0.1', '<root@[127.0.0.1]>'),
    from('sender without a domain', '<mailer>'),
    from('sender in capitals', `<HELLO@${domain.toUpperCase()}>`),
    from('sender with a trailing dot', `<hello@${domain}.>`),
    from('quoted sender', `<"hello"@${domain}>`),
    from('UTF-8 sender', `<grüße@${domain}> SMTPUTF8`),
    from('AUTH parameter', `<hello@${domain}> AUTH=hello@${domain}`),
    from('sender with a source route', `<@${domain}:stranger@laptop.example.net>`),
    from('sender with the percent hack', `<stranger%laptop.example.net@${domain}>`),
    ...everywhere('percent hack', (home) => `reader%${FAR}@${home}`),
    to('percent hack without a domain', `<reader%${FAR}>`),
    to('percent hack twice', `<reader%${FAR}%${domain}@${hostName}>`),
    ...everywhere('bang path', (home) => `${FAR}!reader@${home}`),
    to('bang path without a domain', `<${FAR}!reader>`),
    to('bang path over us', `<${hostName}!${FAR}!reader>`),
    to('bang path and percent hack', `<${FAR}!reader%${hostName}>`),
    ...everywhere('quoted local part', (home) => `"reader@${FAR}"@${home}`),
    to('quoted local part without a domain', `<"reader@${FAR}">`),
    to('quoted percent hack without a domain', `<"reader%${FAR}">`),
    to('quoted percent hack at the host', `<"reader%${FAR}"@${hostName}>`),
    to('quoted bang path at the host', `<"${FAR}!reader"@${hostName}>`),
    to('quoted pair', `<reader\\@${FAR}@${hostName}>`),
    ...everywhere('two at signs', (home) => `reader@${FAR}@${home}`),
    ...everywhere('source route', (home) => `@${home}:reader@${FAR}`),
    to('source route over two', `<@${envelopeDomain},@${hostName}:reader@${FAR}>`),
    to('IP literal of the victim', `<reader@[${layout.receiver}]>`),
    to('IPv6 literal of the victim', `<reader@[IPv6:::ffff:${layout.receiver}]>`),
    to('bare IP of the victim', `<reader@${layout.receiver}>`),
    to('decimal IP of the victim', '<reader@#3325256729>'),
    to('loopback literal', '<reader@[127.0.0.1]>'),
    to('capitals', `<READER@${FAR.toUpperCase()}>`),
    to('trailing dot', `<reader@${FAR}.>`),
    to('two trailing dots', `<reader@${FAR}..>`),
    to('no brackets', far),
    to('space before the bracket', ` <${far}>`),
    to('comment before the at sign', `<reader(${domain})@${FAR}>`),
    to('comment at the end', `<${far}(@${envelopeDomain})>`),
    to('brackets within brackets', `<<${far}>@${envelopeDomain}>`),
    to('two addresses', `<${far}>,<postmaster@${envelopeDomain}>`),
    to('NUL before the own domain', `<${far}\0@${envelopeDomain}>`),
    to('space before the own domain', `<${far} @${envelopeDomain}>`),
    to('UTF-8 local part', `<läser@${FAR}>`, `${STRANGER} SMTPUTF8`),
    to('UTF-8 domain', '<reader@bücher.example.net>', `${STRANGER} SMTPUTF8`),
    to('full-width at sign', `<reader＠${FAR}@${hostName}>`, `${STRANGER} SMTPUTF8`),
    to('ideographic full stops', `<reader@${FAR.replaceAll('.', '。')}>`, `${STRANGER} SMTPUTF8`),
    to('right-to-left override', `<reader@${FAR}\u202e@${hostName}>`, `${STRANGER} SMTPUTF8`),
    to('original recipient in our domain', `<${far}> ORCPT=rfc822;postmaster@${envelopeDomain}`),
    to('VERP of the victim', `<bounces+reader=${FAR}@${domain}>`),
    to('a bounce with the percent hack', `<reader%${FAR}@${envelopeDomain}>`, '<>'),
    to('a bounce with a bang path', `<${FAR}!reader@${envelopeDomain}>`, '<>'),
    to('a bounce to a quoted address', `<"reader@${FAR}"@${envelopeDomain}>`, '<>'),
    to('a command', `<"|/bin/sh"@localhost>`),
    to('a file', '<"/var/mail/kitte"@localhost>'),
    to('an included list', '<":include:/etc/passwd"@localhost>'),
    to("the machine's own probe", '<kitte-probe@localhost>'),
    to('a login', `<mailer@${domain}>`),
  ];
}

/** Port 25 is open for bounces and roles: taken, kept here, relayed nowhere, however the address is twisted. */
export function keptForms({ environment }: Sender): Form[] {
  const home = environment.envelopeDomain;
  return [
    { case: 'a stranger to postmaster', from: STRANGER, to: `<postmaster@${home}>` },
    { case: 'a stranger to abuse, in capitals', from: STRANGER, to: `<ABUSE@${home.toUpperCase()}>` },
    { case: 'a bounce', from: '<>', to: `<hello@${home}>` },
    { case: 'a bounce to a command', from: '<>', to: `<"|/bin/sh"@${home}>` },
    { case: 'a bounce to a file', from: '<>', to: `<"/tmp/kitte-abuse"@${home}>` },
    { case: 'a bounce to VERP', from: '<>', to: `<hello+reader=${FAR}@${home}>` },
  ];
}

import type { Sender } from '../judge/delivery';
import { receiverDomain } from '../world/layout';

/** One recipient as it goes over the wire, brackets and parameters included. */
export interface RecipientForm {
  readonly case: string;
  readonly to: string;
  /**
   * On port 25: `kept` must be taken (RFC 5321 section 4.5.1) and stays on the machine, `refused` must not be taken, of the others
   * both is right. Wherever a login is asked for, no form is taken from who has none.
   */
  readonly inbound: 'kept' | 'refused' | 'either';
}

/** Names that mean something on some system, without the domain that Postfix would complete. */
const LOCAL = ['root', 'MAILER-DAEMON', 'mailer-daemon', 'double-bounce', 'abuse', 'bounces', 'dmarc'];
const INTERNAL = ['kitte', 'kitte-probe', 'nobody', 'postfix', 'owner-postmaster', 'owner-roles', 'hello'];

/** Every form of a recipient that Postfix completes, rewrites, unquotes or strips, with what may become of it. */
export function recipientForms({ environment, address }: Sender): RecipientForm[] {
  const { domain, envelopeDomain, hostName } = environment;
  const form = (inbound: RecipientForm['inbound']) => (what: string, to: string) => ({
    case: what,
    to,
    inbound,
  });
  const [kept, refused, either] = [form('kept'), form('refused'), form('either')];
  const label = hostName.split('.')[0] ?? '';
  return [
    kept('bare postmaster', '<postmaster>'),
    kept('bare postmaster in capitals', '<POSTMASTER>'),
    kept('bare postmaster in both cases', '<PostMaster>'),
    either('bare postmaster without brackets', 'postmaster'),
    either('bare postmaster with spaces', ' < postmaster > '),
    either('quoted bare postmaster', '<"postmaster">'),
    either('bare postmaster with a quoted pair', '<"post\\master">'),
    either('bare postmaster behind a source route', `<@${domain}:postmaster>`),
    either('bare postmaster behind a far source route', `<@${receiverDomain}:postmaster>`),
    either('bare postmaster with a comment', '<postmaster(x)>'),
    either('bare postmaster with a trailing dot', '<postmaster.>'),
    either('bare postmaster, two at once', '<postmaster>,<postmaster>'),
    refused('postmaster with an empty domain', '<postmaster@>'),
    refused('postmaster with a dot as domain', '<postmaster@.>'),
    refused('postmaster with an extension', '<postmaster+x>'),
    refused('postmaster as a bang path', `<${receiverDomain}!postmaster>`),
    refused('postmaster as a bang path from here', `<${domain}!postmaster>`),
    refused('postmaster by the percent hack', `<postmaster%${receiverDomain}>`),
    refused('postmaster by the percent hack from here', `<postmaster%${domain}>`),
    refused('postmaster by the percent hack at localhost', `<postmaster%${receiverDomain}@localhost>`),
    refused('postmaster in UTF-8', '<postmäster>'),
    refused('empty local part', `<@${domain}>`),
    refused('empty recipient', '<>'),
    refused('quoted nothing', '<"">'),
    refused('a dot', '<.>'),
    refused('an at sign', '<@>'),
    kept('postmaster of the host', `<postmaster@${hostName}>`),
    kept('postmaster of the host in capitals', `<POSTMASTER@${hostName.toUpperCase()}>`),
    either('quoted postmaster of the host', `<"postmaster"@${hostName}>`),
    either('postmaster of the host with a trailing dot', `<postmaster@${hostName}.>`),
    either('postmaster of the host behind a source route', `<@${domain}:postmaster@${hostName}>`),
    refused('postmaster of the host with an extension', `<postmaster+x@${hostName}>`),
    refused('postmaster below the host', `<postmaster@x.${hostName}>`),
    refused('postmaster of the short host name', `<postmaster@${label}>`),
    refused('root of the host', `<root@${hostName}>`),
    refused('anybody of the host', `<hello@${hostName}>`),
    refused('the victim by the percent hack at the host', `<reader%${receiverDomain}@${hostName}>`),
    kept('postmaster of the served domain', `<Postmaster@${envelopeDomain}>`),
    either('postmaster of the served domain with a trailing dot', `<postmaster@${envelopeDomain}.>`),
    either('postmaster of the address', `<postmaster@[${address}]>`),
    either('postmaster of the loopback', '<postmaster@[127.0.0.1]>'),
    either('postmaster of the bare address', `<postmaster@${address}>`),
    either('postmaster of localhost', '<postmaster@localhost>'),
    refused('postmaster of localhost.localdomain', '<postmaster@localhost.localdomain>'),
    refused('postmaster elsewhere', `<postmaster@${receiverDomain}>`),
    ...[...LOCAL, ...INTERNAL].map((name) => refused(`bare ${name}`, `<${name}>`)),
    ...[...LOCAL, ...INTERNAL].map((name) => refused(`${name} of localhost`, `<${name}@localhost>`)),
    ...INTERNAL.map((name) => refused(`${name} of the host`, `<${name}@${hostName}>`)),
  ];
}

/** A message that is taken as it should be, and that its sender would like to make the server answer. */
export interface Trap {
  readonly case: string;
  readonly parameters: string;
  readonly header: readonly string[];
}

/** Whatever becomes of it, no report of it leaves: the victim is whom the stranger named as its sender. */
export const TRAPS: readonly Trap[] = [
  { case: 'a delivery report is ordered', parameters: ' NOTIFY=SUCCESS', header: [] },
  { case: 'every delivery report is ordered', parameters: ' NOTIFY=SUCCESS,FAILURE,DELAY', header: [] },
  {
    case: 'a report with an original recipient',
    parameters: ` ORCPT=rfc822;reader@${receiverDomain}`,
    header: [],
  },
  { case: 'a loop to the mailbox', parameters: '', header: ['Delivered-To: kitte@localhost'] },
  { case: 'a loop to the role', parameters: '', header: ['Delivered-To: postmaster@localhost'] },
  {
    case: 'a receipt is asked for in the header',
    parameters: '',
    header: [`Return-Receipt-To: reader@${receiverDomain}`, `Errors-To: reader@${receiverDomain}`],
  },
  {
    case: 'sixty hops',
    parameters: '',
    header: Array.from({ length: 60 }, () => 'Received: from a.example.net by b.example.net'),
  },
];

import { HOMES, INBOUND, INBOUND_SENDER, READ, REPLIES_TO, ROLES, SYSTEM, VIRTUAL } from './maps';

/** A service of master.cf. */
export function withOptions(service: string, options: readonly string[]): string {
  return [service, ...options.map((option) => `  -o ${option}`)].join('\n');
}

/**
 * Debian's daemons, none of which the network starts; whose process limit is `-` has default_process_limit, which is for
 * those that it does, so who delivers has a number of its own.
 */
export function daemons(serving: boolean): string {
  const parts = [
    '# Asked by kitte-watch: says a word to who connects and ends, so that the next time master(8) must start it',
    withOptions('alive unix - - y - 1 anvil', ['max_use=1']),
    'anvil unix - - y - 1 anvil',
    'bounce unix - - y - 0 bounce',
    '# What comes in was measured by smtpd(8) and postdrop(1); a body that is encoded anew lies in the file twice',
    withOptions('cleanup unix n - y - 0 cleanup', ['message_size_limit=0']),
    'defer unix - - y - 0 bounce',
    'discard unix - - y - - discard',
    'error unix - - y - - error',
    'flush unix n - y 1000? 0 flush',
    '# What came in on port 25 stays here, or goes where the aliases say; no report of it leaves',
    withOptions('inbound unix n - y - 0 cleanup', [
      `virtual_alias_maps=${[REPLIES_TO, VIRTUAL, ROLES, ...READ, HOMES, INBOUND].join(',')}`,
      'sender_canonical_classes=envelope_sender',
      `sender_canonical_maps=${INBOUND_SENDER}`,
    ]),
    'local unix - n n - 100 local',
    withOptions('pickup unix n - y 60 1 pickup', ['cleanup_service_name=system']),
    'postlog unix-dgram n - n - 1 postlogd',
    'proxymap unix - - n - - proxymap',
    'proxywrite unix - - n - 1 proxymap',
    // From another address than the server's what leaves would fail SPF: it waits.
    withOptions('qmgr unix n - n 300 1 qmgr', serving ? [] : ['defer_transports=smtp,relay']),
    'relay unix - - y - 100 smtp',
    'retry unix - - y - - error',
    'rewrite unix - - y - - trivial-rewrite',
    'scache unix - - y - 1 scache',
    'showq unix n - y - - showq',
    'smtp unix - - y - 100 smtp',
    "# Mail of the machine's own: what it writes to root stays here. The clerk sees to a CR alone",
    withOptions('system unix n - y - 0 cleanup', [
      'cleanup_replace_stray_cr_lf=no',
      'message_size_limit=0',
      `virtual_alias_maps=${[SYSTEM, VIRTUAL, ROLES, HOMES].join(',')}`,
    ]),
    'tlsmgr unix - - y 1000? 1 tlsmgr',
    'trace unix - - y - 0 bounce',
    'verify unix - - y - 1 verify',
  ];
  return `${parts.join('\n')}\n`;
}

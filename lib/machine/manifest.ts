import { agent } from './agent/service';
import { base } from './base/service';
import { certificate } from './certificate/service';
import { clerk } from './clerk/service';
import { control } from './control/service';
import { dovecot } from './dovecot/service';
import { lease } from './lease/service';
import { limits } from './limits/service';
import { mailbox } from './mailbox/service';
import { metadata } from './metadata/service';
import { opendkim } from './opendkim/service';
import { packages } from './packages/service';
import { port25 } from './port25/service';
import { postfix } from './postfix/service';
import type { Service } from './service';
import { setup } from './setup/service';
import { sync } from './sync/service';
import { unbound } from './unbound/service';
import { updates } from './updates/service';
import { volume } from './volume/service';
import { watch } from './watch/service';

/** All that makes the machine. Daemons start in this order: whoever asks another one stands behind it. */
export const SERVICES: readonly Service[] = [
  base,
  setup,
  packages,
  metadata,
  unbound,
  limits,
  clerk,
  dovecot,
  opendkim,
  postfix,
  certificate,
  volume,
  lease,
  watch,
  { name: 'settings' },
  sync,
  mailbox,
  { name: 'warnings' },
  updates,
  port25,
  agent,
  control,
];

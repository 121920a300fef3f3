import { address, addressV6, forwardConfirmed, reverseName } from './address';
import { blocklists } from './blocklists';
import { bounces } from './bounces';
import { caa } from './caa';
import { certificateChain, certificateDays, certificateName } from './certificate';
import type { Check } from './check';
import { dane } from './dane';
import { delegation } from './delegation';
import { dkimKey, dkimRecord } from './dkim';
import { dmarcRecord } from './dmarc';
import { dnssec } from './dnssec';
import { login } from './login';
import { lastSync } from './last-sync';
import { clock, disk, machineReport, queue, upgrades } from './machine';
import { dkimMessage, dmarcAlignment } from './message';
import { messageFormat, oneClick } from './message-format';
import { mx } from './mx';
import { outbound } from './outbound-25';
import { outboundTls } from './outbound-tls';
import { queueVolume } from './queue-volume';
import { openRelay } from './relay';
import { reportConsent } from './report-consent';
import { signedFields } from './signed-fields';
import { spf, spfGreeting, spfLookups, spfRecord } from './spf';
import { srv } from './srv';
import { authUnderTls, greeting, implicitTls, startTls } from './submission';
import { tlsVersions } from './tls-versions';
import { updatesInForce } from './updates';

/** Every check, in the order in which a person reads them. The demands of receivers follow from these. */
export const CHECKS: readonly Check[] = [
  dnssec,
  delegation,
  address,
  addressV6,
  reverseName,
  forwardConfirmed,
  spfRecord,
  spfLookups,
  spf,
  spfGreeting,
  dkimRecord,
  dkimKey,
  dkimMessage,
  dmarcRecord,
  dmarcAlignment,
  messageFormat,
  oneClick,
  signedFields,
  reportConsent,
  mx,
  bounces,
  dane,
  caa,
  srv,
  implicitTls,
  startTls,
  greeting,
  certificateChain,
  certificateName,
  certificateDays,
  tlsVersions,
  authUnderTls,
  login,
  openRelay,
  blocklists,
  machineReport,
  outbound,
  outboundTls,
  queue,
  queueVolume,
  lastSync,
  clock,
  disk,
  upgrades,
  updatesInForce,
];

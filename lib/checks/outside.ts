import { address, addressV6, forwardConfirmed, reverseName } from './address';
import { blocklists } from './blocklists';
import { caa } from './caa';
import { certificateChain, certificateDays, certificateName } from './certificate';
import type { Check } from './check';
import { delegation } from './delegation';
import { dkimKey, dkimRecord } from './dkim';
import { dmarcRecord } from './dmarc';
import { dnssec } from './dnssec';
import { mx } from './mx';
import { openRelay } from './relay';
import { spf, spfGreeting, spfLookups, spfRecord } from './spf';
import { srv } from './srv';
import { authUnderTls, greeting, implicitTls, startTls } from './submission';
import { tlsVersions } from './tls-versions';

/**
 * What everybody on the internet can see, without a login, a message or a way onto the machine. Port 25 is left out: most
 * networks close it, Lambda's among them.
 */
export const OUTSIDE: readonly Check[] = [
  ...[dnssec, delegation, address, addressV6, reverseName, forwardConfirmed],
  ...[spfRecord, spfLookups, spf, spfGreeting, dkimRecord, dkimKey, dmarcRecord, mx, caa, srv],
  ...[implicitTls, startTls, greeting, certificateChain, certificateName, certificateDays, tlsVersions],
  ...[authUnderTls, openRelay, blocklists],
];

import { domain, host, type Fault } from '../fault';
import type { Hands } from '../hands';

const TLSA = [`_25._tcp.${host}`, 'TLSA'] as const;
const OTHER = `3 1 1 ${'0'.repeat(64)}`;

/** As sha256sum sees the key in use. */
const fitting = async (hands: Hands) => {
  const digest = await hands.shell(
    'openssl x509 -in /etc/kitte/tls/chain.pem -noout -pubkey | openssl pkey -pubin -outform der | sha256sum',
  );
  return `3 1 1 ${digest.slice(0, 64)}`;
};

/** DNSSEC, and what stands on it. The good state beside each: a zone that is signed and right, a TLSA record that fits. */
export const SIGNATURES: readonly Fault[] = [
  {
    name: 'a TLSA record that fits nothing',
    row: 'dane',
    verdict: 'fail',
    seen: /^fits nothing: 3 1 1 0000/,
    next: /^Put "3 1 1 [0-9a-f]{64}" beside the others at _25\._tcp\.mail\.example\.com/,
    plant: async (hands) => {
      await hands.reach.vouch(domain, 'signed');
      await hands.record(...TLSA, [await fitting(hands)]);
      await hands.reach.good(/^fits: 3 1 1 /);
      await hands.record(...TLSA, [OTHER]);
    },
    heal: async (hands) => {
      await hands.record(...TLSA, []);
      await hands.reach.vouch(domain, undefined);
    },
  },
  {
    name: 'a TLSA record in a zone that is not signed',
    row: 'dane',
    verdict: 'warn',
    seen: /not signed/,
    next: /^Sign the zone .* or delete _25\._tcp\.mail\.example\.com/,
    plant: (hands) => hands.record(...TLSA, [OTHER]),
    heal: (hands) => hands.record(...TLSA, []),
  },
  {
    name: 'a DS record of another key at the parent',
    row: 'dnssec',
    verdict: 'fail',
    seen: /^bogus/,
    next: /^Compare the DS record at the registrar .* or delete it/,
    plant: async (hands) => {
      await hands.reach.vouch(domain, 'signed');
      await hands.reach.good(/^signed and valid/);
      await hands.reach.vouch(domain, 'bogus');
    },
    heal: (hands) => hands.reach.vouch(domain, undefined),
  },
];

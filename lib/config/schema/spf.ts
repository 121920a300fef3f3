import { z } from 'zod';
import { lookedUpName } from './domain-name';
import { Refusal, refused, text } from './text';

/** RFC 7208 section 4.6.4: an eleventh DNS lookup is a permanent error, and mail fails SPF. */
const MOST_LOOKUPS = 10;

/** RFC 7208 section 3.4: with its name and headers the answer still fits in a 512-octet packet. */
const MOST_OCTETS = 450;

/** Sixteen million addresses: who needs more lets strangers in. */
const SHORTEST_PREFIX = 8;

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ip4 = new RegExp(`^${octet}(\\.${octet}){3}(/(3[0-2]|[12]?[0-9]))?$`);

const address = text('an IPv4 address or network such as 192.0.2.0/24', (value) => {
  if (ip4.test(value)) return tooWide(value) ?? value;
  const allowed = 'an IPv4 address or network such as 192.0.2.0/24';
  const prefixed = /^[+]?ip4:(.*)$/i.exec(value);
  if (prefixed) return new Refusal(allowed, `Kitte writes ip4: itself: give "${prefixed[1]}".`);
  return new Refusal(
    allowed,
    'Write four numbers from 0 to 255, and a prefix length from 0 to 32 if it is a network.',
  );
});

function tooWide(value: string): Refusal | undefined {
  if (Number(value.split('/')[1] ?? 32) >= SHORTEST_PREFIX) return undefined;
  return new Refusal(
    `an address, or a network of length ${SHORTEST_PREFIX} or longer`,
    'It would let strangers send as the domain, the whole world with /0: give the addresses that really send.',
  );
}

/** Who else may send for the domain. The server's own address is always in. */
export const spf = z
  .strictObject({
    /**
     * Names of other senders' SPF records, such as `_spf.google.com`. Each costs one of ten DNS lookups, and each lookup that
     * it makes in turn costs another: those are not known offline and are not counted here.
     * @default []
     * @example spf: { include: ['_spf.google.com'] }
     */
    include: z.array(lookedUpName, { error: 'a list of names' }).default([]),
    /**
     * IPv4 addresses or networks of other senders.
     * @default []
     * @example spf: { ip4: ['192.0.2.0/28'] }
     */
    ip4: z.array(address, { error: 'a list of addresses' }).default([]),
    /**
     * What to say about everybody else: `-all` fail, `~all` softfail, `?all` nothing. `+all` would allow the whole world.
     * @default '-all'
     * @example spf: { all: '~all' }
     */
    all: z.enum(['-all', '~all', '?all']).default('-all'),
  })
  .superRefine((value, context) => {
    if (value.include.length > MOST_LOOKUPS) {
      const refusal = new Refusal(
        `at most ${MOST_LOOKUPS} names, because receivers stop at ${MOST_LOOKUPS} lookups (RFC 7208 section 4.6.4)`,
        `Remove ${value.include.length - MOST_LOOKUPS}, or give the addresses behind some of them in spf.ip4.`,
      );
      context.addIssue(refused(value.include, refusal, ['include']));
    }
    for (const key of ['include', 'ip4'] as const)
      value[key].forEach((each, index) => {
        if (value[key].indexOf(each) === index) return;
        const cost = key === 'include' ? ': each costs a lookup of the ten' : '';
        const refusal = new Refusal(`each of spf.${key} once`, `Remove the second "${each}"${cost}.`);
        context.addIssue(refused(each, refusal, [key, index]));
      });
    const own = 'ip4:255.255.255.255';
    const terms = [
      own,
      ...value.ip4.map((a) => `ip4:${a}`),
      ...value.include.map((name) => `include:${name}`),
    ];
    const octets = ['v=spf1', ...terms, value.all].join(' ').length;
    if (octets > MOST_OCTETS) {
      const refusal = new Refusal(
        `a record of at most ${MOST_OCTETS} octets (RFC 7208 section 3.4)`,
        `It would have ${octets}. Join addresses into networks, or put them behind an include of your own.`,
      );
      context.addIssue(refused(value, refusal));
    }
  });

import { type Check, fail, judge, listed, pass, putBack, skip, warn } from './check';

export const address: Check = {
  id: 'address',
  subject: ({ environment }) => `A ${environment.hostName}`,
  why: 'The name that clients and receivers look up must lead to this server and no other.',
  needs: ['delegation'],
  async look({ environment, facts, lookup }) {
    const { hostName } = environment;
    const seen = await lookup(hostName, 'A');
    const next = putBack(`the A record of ${hostName}`);
    if (facts.address.value !== undefined)
      return judge(listed(seen) === facts.address.value, listed(seen), facts.address.value, next);
    if (seen.length === 1) return pass(listed(seen), 'one address');
    return fail(listed(seen), 'one address', next);
  },
};

export const addressV6: Check = {
  id: 'address-v6',
  subject: ({ environment }) => `AAAA ${environment.hostName}`,
  why: 'EC2 sets no reverse name for IPv6, so Kitte sends and listens on IPv4 alone.',
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const seen = await lookup(environment.hostName, 'AAAA');
    if (seen.length === 0) return pass('nothing', 'nothing');
    return warn(
      listed(seen),
      'nothing',
      `Delete the AAAA record of ${environment.hostName}: nothing answers there.`,
    );
  },
};

export const reverseName: Check = {
  id: 'reverse-name',
  subject: () => 'PTR of the address',
  why: 'Gmail, Microsoft and many others refuse mail from an address without its own reverse name.',
  async look(inquiry) {
    const { environment, lookup } = inquiry;
    const ip = await inquiry.address();
    const { hostName } = environment;
    if (ip === undefined)
      return skip('no address is known', hostName, 'Give --address, or mend the A record.');
    const seen = await lookup(reverseOf(ip), 'PTR');
    const next = `Set it: aws ec2 modify-address-attribute --allocation-id ID --domain-name ${hostName} (the deploy does, for a created zone once hostedZone.delegated is true).`;
    return judge(seen.length === 1 && same(seen[0], hostName), listed(seen), hostName, next);
  },
};

/** Forward-confirmed reverse DNS: some name of the address leads back to it (RFC 8601 section 2.7.3). */
export const forwardConfirmed: Check = {
  id: 'forward-confirmed',
  subject: () => 'the reverse name leads back',
  why: 'A reverse name that does not lead back to the address is taken for a forgery.',
  needs: ['address', 'reverse-name'],
  async look(inquiry) {
    const ip = await inquiry.address();
    if (ip === undefined) return skip('no address is known', 'the address', 'Give --address.');
    const names = await inquiry.lookup(reverseOf(ip), 'PTR');
    const back = (await Promise.all(names.map((name) => inquiry.lookup(name, 'A')))).flat();
    return judge(back.includes(ip), listed(back), ip, 'Give the reverse name an A record with the address.');
  },
};

export function reverseOf(ip: string): string {
  return `${backwards(ip)}.in-addr.arpa`;
}

export function backwards(ip: string): string {
  return ip.split('.').reverse().join('.');
}

const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();

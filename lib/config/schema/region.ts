import { Refusal, text } from './text';

const ALLOWED = 'an AWS region such as eu-west-1';

/** AWS's other partitions, and what keeps Kitte out of each. */
const ELSEWHERE: readonly (readonly [prefix: string, reason: string])[] = [
  ['us-gov-', 'in AWS GovCloud nobody can set the reverse name of an address but AWS itself'],
  ['us-iso', 'the isolated regions of AWS have no way to the mail servers of the internet'],
  ['cn-', 'in China Route 53 is another service with other endpoints, and Debian publishes no image there'],
  ['eusc-', "in AWS's European Sovereign Cloud Kitte has been tried by nobody"],
];

/** Why there can be no server in a region; nothing for those of AWS's main partition. */
export function outOfReach(region: string): string | undefined {
  return ELSEWHERE.find(([prefix]) => region.startsWith(prefix))?.[1];
}

/** A region of the partition `aws`. */
export const region = text(ALLOWED, (value) => {
  const reason = outOfReach(value);
  if (reason !== undefined)
    return new Refusal("a region of AWS's main partition, such as eu-west-1", `Choose another: ${reason}.`);
  if (/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(value)) return value;
  const bare = /^([a-z]{2}(?:-[a-z]+)+-[0-9])[a-z]$/.exec(value)?.[1];
  return new Refusal(
    ALLOWED,
    bare === undefined
      ? 'Give the code of the region.'
      : `This is an availability zone: write "${bare}", its region.`,
  );
});

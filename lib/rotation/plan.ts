import type { Dkim, Environment, Rotation } from '../config/environment';
import { longestStay } from '../machine/postfix/queue-times';
import { phaseOf } from './phase';
import { stillPublished, unpublished, type Seen } from './seen';
import { nextSelector } from './selector-name';

/** The one next step. */
export type Step =
  /** The config becomes this. Without `deploy` it only notes what was seen, and the deploy has nothing to do. */
  | { readonly kind: 'edit'; readonly dkim: Dkim; readonly deploy: boolean; readonly what: string }
  | {
      readonly kind: 'wait';
      readonly reason: string;
      /** When it can be taken; absent when somebody must do something first. */
      readonly until?: Date;
      readonly todo: string;
    };

type Planned = Pick<Environment, 'dkim' | 'ttl' | 'queueLifetime'> &
  Partial<Pick<Environment, 'domain' | 'hostedZone'>>;

/** The selector that a rotation leads or would lead to. */
export function candidate({ active, rotation, retired, selectors }: Dkim, wanted?: string): string {
  return rotation?.to ?? wanted ?? nextSelector(active, [...selectors, ...retired]);
}

/**
 * Computes the next phase. Whatever it gives, no signature fails by it: a key signs only after everybody can have it, and
 * goes only after the last message that it signed.
 */
export function plan(environment: Planned, seen: Seen, now: Date, wanted?: string): Step {
  const { dkim } = environment;
  const { rotation } = dkim;
  if (rotation === undefined) return begin(environment, seen, wanted);
  const { from, to } = rotation;
  if (wanted !== undefined && wanted !== to)
    return wait(
      `A rotation from ${from} to ${to} is under way.`,
      `Finish it without --selector, or remove dkim.rotation and "${to}" from the config to give it up.`,
    );
  const missing = unpublished(to, seen);
  if (missing !== undefined)
    return wait(
      `The key of ${to} is not yet with every name server: ${missing}.`,
      phaseOf(dkim) === 'publishing'
        ? isElsewhere(environment)
          ? `Run \`npx cdk deploy\` if you have not yet; then ${enterKey(environment, to)}, and run this again.`
          : 'Run `npx cdk deploy` if you have not yet, then this again.'
        : `Put the record of ${to} right (\`kitte doctor\` says how) before anything else${dkim.active === to ? '' : ', and remove dkim.rotation.published: the wait begins anew'}.`,
    );
  switch (phaseOf(dkim)) {
    case 'published':
      return switchOver(environment, rotation, seen, now);
    case 'switching':
      return noteSwitched(dkim, rotation, seen, now);
    case 'switched':
      return retire(environment, rotation, seen, now);
    default:
      return edit(
        { ...dkim, rotation: { ...rotation, published: written(now) } },
        `note that every name server answers with the key of ${to}`,
      );
  }
}

/** A person enters the records of such a domain. */
const isElsewhere = ({ hostedZone }: Planned) => hostedZone?.kind === 'elsewhere';

const printedBy = (domain = '') => `\`kitte zone --domain ${domain}\` prints it`;

const enterKey = ({ domain = '' }: Planned, selector: string) =>
  `enter the record ${selector}._domainkey.${domain} at the DNS of ${domain} (${printedBy(domain)})`;

const emptyKey = ({ domain = '' }: Planned, selector: string) =>
  `change the record ${selector}._domainkey.${domain} at the DNS of ${domain} to an empty key (${printedBy(domain)})`;

function begin(environment: Planned, seen: Seen, wanted: string | undefined): Step {
  const { dkim } = environment;
  const { active, selectors, retired } = dkim;
  const deployFirst = 'Run `npx cdk deploy`, then this again.';
  const alive = retired.find((selector) => stillPublished(selector, seen).length > 0);
  if (alive !== undefined)
    return wait(
      `The retired selector ${alive} still has its key: ${stillPublished(alive, seen).join(', ')}.`,
      isElsewhere(environment)
        ? `Run \`npx cdk deploy\` if you have not yet; then ${emptyKey(environment, alive)}, and run this again.`
        : deployFirst,
    );
  if (seen.signing.value !== undefined && seen.signing.value !== active)
    return wait(`The server signs with ${seen.signing.value}, the config says ${active}.`, deployFirst);
  const to = candidate(dkim, wanted);
  if (to === active) return wait(`${to} signs already.`, 'Give --selector another name, or leave it out.');
  if (retired.includes(to))
    return wait(`${to} is retired.`, 'A retired name gets no second key: give --selector another one.');
  const rotation = { from: active, to };
  if (selectors.includes(to))
    return edit({ ...dkim, rotation }, `begin: ${to}, which is published already, will sign`, true);
  const foreign = (seen.answers[to] ?? []).find(({ key }) => key !== undefined);
  if (foreign !== undefined)
    return wait(
      `${foreign.server} has a record of ${to} that Kitte did not make: the deploy could not create it.`,
      'Delete that record, or give --selector another name.',
    );
  const what = isElsewhere(environment)
    ? `make the new key ${to}; after the deploy ${enterKey(environment, to)}`
    : `publish the new key ${to}`;
  return edit({ ...dkim, selectors: [...selectors, to], rotation }, what, true);
}

function switchOver(environment: Planned, rotation: Rotation, seen: Seen, now: Date): Step {
  const { published = '', to } = rotation;
  if (seen.negativeTtl.value === undefined)
    return wait(
      `It is not known how long resolvers remember that ${to} had no key: ${seen.negativeTtl.unknown}.`,
      'Run it again when every name server answers.',
    );
  const until = later(published, Math.max(seen.negativeTtl.value, environment.ttl.policy));
  if (now < until)
    return wait(
      `A resolver may still remember that ${to} had no key.`,
      'Run it again then; nothing is to be deployed.',
      until,
    );
  return edit({ ...environment.dkim, active: to }, `sign with ${to}`, true);
}

function noteSwitched(dkim: Dkim, rotation: Rotation, seen: Seen, now: Date): Step {
  const { to } = rotation;
  const { value, unknown } = seen.signing;
  if (value === undefined)
    return wait(
      `Whether the server signs with ${to} is not known: ${unknown}.`,
      `Run it with AWS credentials of the account; or write the moment of the deploy into dkim.rotation.switched by hand.`,
    );
  if (value !== to)
    return wait(
      `The server signs with ${value}.`,
      'Run `npx cdk deploy` if you have not yet, then this again.',
    );
  return edit(
    { ...dkim, rotation: { ...rotation, switched: written(now) } },
    `note that the server signs with ${to}`,
  );
}

function retire(environment: Planned, rotation: Rotation, seen: Seen, now: Date): Step {
  const { from, to, switched = '' } = rotation;
  if (seen.signing.value !== undefined && seen.signing.value !== to)
    return wait(
      `The server signs with ${seen.signing.value}, though the config says ${to} since ${switched}.`,
      'Remove dkim.rotation.switched, run `npx cdk deploy`, then this again.',
    );
  const until = later(switched, longestStay(environment.queueLifetime));
  if (now < until)
    return wait(
      `A message signed with ${from} may still be in the queue.`,
      'Run it again then; nothing is to be deployed.',
      until,
    );
  const { selectors, active, retired, keySize } = environment.dkim;
  return edit(
    {
      selectors: selectors.filter((name) => name !== from),
      active,
      retired: [...retired, from],
      keySize,
    },
    isElsewhere(environment)
      ? `retire ${from}: its private key goes; after the deploy ${emptyKey(environment, from)}`
      : `retire ${from}: its private key goes, its record keeps an empty key`,
    true,
  );
}

const edit = (dkim: Dkim, what: string, deploy = false): Step => ({ kind: 'edit', dkim, what, deploy });

const wait = (reason: string, todo: string, until?: Date): Step => ({
  kind: 'wait',
  reason,
  todo,
  ...(until === undefined ? {} : { until }),
});

const later = (moment: string, seconds: number) => new Date(Date.parse(moment) + seconds * 1000);

/** To the second, and never before it: what is waited for counts from here. */
export function written(moment: Date): string {
  const whole = new Date(Math.ceil(moment.getTime() / 1000) * 1000);
  return whole.toISOString().replace('.000Z', 'Z');
}

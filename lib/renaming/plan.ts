import type { Environment, Former, Moving } from '../config/environment';
import { keyOf } from '../config/former';
import { hostInForce, movingFrom } from '../config/host-names';
import { written } from '../rotation/plan';
import { givenUp, phaseOf } from './phase';
import { taken, unpublished, type Seen } from './seen';

/** What a rename changes in a config. */
export type Names = Pick<Environment, 'hostName'> & { readonly former: readonly Former[] };

/** The one next step. */
export type Step =
  /** The config becomes this. Without `deploy` it only notes what was seen, and the deploy has nothing to do. */
  | { readonly kind: 'edit'; readonly names: Names; readonly deploy: boolean; readonly what: string }
  | {
      readonly kind: 'wait';
      readonly reason: string;
      /** When it can be taken; absent when somebody must do something first. */
      readonly until?: Date;
      readonly todo: string;
    };

const DEPLOY = 'Run `npx cdk deploy` if you have not yet, then this again.';

/**
 * Computes the next phase. Whatever it gives, the name that the server greets by, its reverse name and its certificate are known
 * to everybody before they are used: first the address, then the certificate, the reverse name, the greeting.
 */
export function plan(environment: Environment, seen: Seen, now: Date, wanted?: string): Step {
  const from = movingFrom(environment);
  const { hostName, ttl } = environment;
  if (from === undefined) {
    const old = givenUp(environment);
    if (wanted !== undefined && wanted !== hostName) return begin(environment, seen, wanted);
    return old === undefined
      ? wait(
          `The server is ${hostName}, and nothing is being renamed.`,
          'Name the new host: --host-name smtp.example.com.',
        )
      : letGo(environment, old, seen);
  }
  if (wanted !== undefined && wanted !== hostName)
    return wait(
      `A rename from ${from.hostName} to ${hostName} is under way.`,
      `Finish it without --host-name; or put hostName back to ${from.hostName}, take its entry out of former and deploy, which gives it up.`,
    );
  const missing = unpublished(hostName, from.hostName, seen);
  if (missing !== undefined) return wait(`${hostName} is not yet known to everybody: ${missing}.`, DEPLOY);
  const { value: serving, unknown } = seen.serving;
  if (serving === undefined)
    return wait(
      `What the server does is not known: ${unknown}.`,
      'Run it with AWS credentials of the account, once the deploy has ended.',
    );
  if (!serving.hosts.includes(hostName))
    return wait(`The certificate does not name ${hostName} yet.`, DEPLOY);
  switch (phaseOf(environment)) {
    case 'publishing':
      return edit(
        moved(environment, { ...from.moving, published: written(now) }),
        `note that every name server answers for ${hostName}, and that the certificate names it`,
      );
    case 'published': {
      if (seen.negativeTtl.value === undefined)
        return wait(
          `It is not known how long resolvers remember that there was no ${hostName}: ${seen.negativeTtl.unknown}.`,
          'Run it again when every name server answers.',
        );
      const seconds = Math.max(seen.negativeTtl.value, ttl.address);
      const until = new Date(Date.parse(from.moving.published ?? '') + seconds * 1000);
      if (now < until)
        return wait(
          `A resolver may still remember that there was no ${hostName}.`,
          'Run it again then; nothing is to be deployed.',
          until,
        );
      return edit(
        moved(environment, { ...from.moving, reversed: true }),
        `have the address answer with ${hostName}`,
        true,
      );
    }
    default:
      return greet(environment, seen);
  }
}

function begin(environment: Environment, seen: Seen, wanted: string): Step {
  const { domain, envelopeDomain, hostName, dkim, served, former = [] } = environment;
  const earlier = former.find((entry) => entry.hostName === wanted && !entry.over);
  const foreign = earlier === undefined ? taken(wanted, seen) : [];
  if (foreign.length > 0)
    return wait(
      `${foreign.join(', ')} has a record of ${wanted} that Kitte did not make: the deploy could not create it.`,
      'Delete that record, or choose another name.',
    );
  if (seen.serving.value !== undefined && seen.serving.value.hostName !== hostInForce(environment))
    return wait(
      `The server greets as ${seen.serving.value.hostName}, the config says ${hostInForce(environment)}.`,
      DEPLOY,
    );
  const entry: Former = {
    ...{ domain, envelopeDomain, hostName, selectors: dkim.selectors },
    ...{ mx: served.includes(envelopeDomain), domainTxt: [], over: false, moving: { reversed: false } },
  };
  if (former.some((each) => keyOf(each) === keyOf(entry)))
    return wait(
      `former has an entry of ${hostName} already: the server had that name before.`,
      'Edit it by hand, as docs/runbook.md says below "A name that comes back".',
    );
  return edit(
    { hostName: wanted, former: [...former, entry] },
    `make ${wanted} known beside ${hostName}: an address, and a certificate that names both`,
    true,
  );
}

function greet(environment: Environment, { reverse }: Seen): Step {
  const { hostName } = environment;
  if (reverse.value === undefined)
    return wait(`The reverse name is not known: ${reverse.unknown}.`, 'Run it again.');
  if (!reverse.value.some((name) => name.toLowerCase() === hostName))
    return wait(
      `The address answers with ${reverse.value.join(', ') || 'nothing'}, not with ${hostName}.`,
      DEPLOY,
    );
  return edit(
    moved(environment, undefined),
    `greet by ${hostName}, and have MX and SRV records lead there`,
    true,
  );
}

function letGo(environment: Environment, old: Former, { serving }: Seen): Step {
  const { hostName, former = [] } = environment;
  if (serving.value === undefined)
    return wait(
      `What the server does is not known: ${serving.unknown}.`,
      'Run it with AWS credentials of the account.',
    );
  if (serving.value.hostName !== hostName)
    return wait(`The server greets as ${serving.value.hostName}.`, DEPLOY);
  if (!serving.value.dry.has(keyOf(old)))
    return wait(
      `Mail of ${old.hostName} may still wait in the queue, or the server has not looked yet.`,
      'Run it again later; preflight says so too.',
    );
  return edit(
    { hostName, former: former.map((entry) => (entry === old ? { ...entry, over: true } : entry)) },
    `give up ${old.hostName}: its records go, and the certificate no longer names it. Clients that still use it fail then`,
    true,
  );
}

/** The config in another phase. */
function moved({ hostName, former = [] }: Environment, moving: Moving | undefined): Names {
  return {
    hostName,
    former: former.map((entry) => {
      if (entry.moving === undefined) return entry;
      const rest = { ...entry };
      delete rest.moving;
      return moving === undefined ? rest : { ...rest, moving };
    }),
  };
}

const edit = (names: Names, what: string, deploy = false): Step => ({ kind: 'edit', names, what, deploy });

const wait = (reason: string, todo: string, until?: Date): Step => ({
  kind: 'wait',
  reason,
  todo,
  ...(until === undefined ? {} : { until }),
});

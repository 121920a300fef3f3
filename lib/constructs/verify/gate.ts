import { setTimeout as pause } from 'node:timers/promises';

import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { delegation } from '../../checks/delegation';
import { DEMAND_IDS } from '../../checks/demands';
import { dnssec } from '../../checks/dnssec';
import { examine } from '../../checks/examine';
import { inquiries, type Examined, type Facts, type Inquiry } from '../../checks/inquiry';
import { OUTSIDE } from '../../checks/outside';
import type { Probe } from '../../checks/probe';
import type { Row } from '../../checks/row';
import { viewsFor, type Views } from '../../checks/views';
import { hostZoneOf } from '../../config/domains';
import { isDelegated } from '../../dns/reverse-name';
import { isRollingBack } from '../handler/rolling-back';
import type { Sender } from '../../deployed/sender';
import { port25Output } from './port25';
import { verdictOf, type Verdict } from './verdict';

export interface VerifyProperties {
  readonly Mode: 'fail' | 'warn';
  /** What the checks know of the environment, as JSON. */
  readonly Environment: string;
  readonly Address: string;
  /** TXT RDATA by selector. */
  readonly Dkim: Readonly<Record<string, string>>;
  /** The domains beside the one above; absent for none. */
  readonly Others?: readonly Pick<VerifyProperties, 'Environment' | 'Dkim'>[];
  /** Where the machine reports. */
  readonly StatusParameter: string;
}

/** One of the domains, and its keys. */
interface Judged {
  readonly environment: Examined;
  readonly dkim: VerifyProperties['Dkim'];
}

export interface GateWorld {
  readonly cloudFormation: Sender;
  readonly ssm: Sender;
  /** For names of these zones. A new one for each look: the same question may have another answer by then. */
  readonly probe: (zones: readonly string[]) => Probe;
  /** How long what fails may still come right. */
  readonly patienceMs: number;
  /** How long the machine's word about port 25 is waited for. */
  readonly reportMs: number;
  readonly pauseMs: number;
}

/** Looks at the deployed server as the internet does. In the mode `fail` a deploy that looks wrong does not stand. */
export function gate(world: GateWorld) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
    const properties = event.ResourceProperties as unknown as VerifyProperties;
    const judged = judgedIn(properties);
    const [{ environment }] = judged;
    const [{ good, text }, Port25] = await Promise.all([
      isDelegated(hostZoneOf(environment))
        ? look(world, judged, properties)
        : waiting(world, judged, properties),
      port25Output(world.ssm, properties.StatusParameter, {
        patienceMs: world.reportMs,
        pauseMs: world.pauseMs,
      }),
    ]);
    // A roll-back asks about the state before, which nobody can refuse: it would end in the middle.
    if (!good && properties.Mode === 'fail' && !(await isRollingBack(world.cloudFormation, event.StackId)))
      throw new Error(`Seen from outside, ${environment.hostName} is not as it should be: ${text}`);
    return { PhysicalResourceId: environment.hostName, Data: { Verdict: text, Port25 } };
  };
}

function judgedIn({ Environment, Dkim, Others = [] }: VerifyProperties): readonly [Judged, ...Judged[]] {
  const judged = ({ Environment, Dkim }: Pick<VerifyProperties, 'Environment' | 'Dkim'>): Judged => ({
    environment: JSON.parse(Environment) as Examined,
    dkim: Dkim,
  });
  return [judged({ Environment, Dkim }), ...Others.map(judged)];
}

/** Daemons and name servers take a moment, so what fails is looked at again; a blocklist does not change in that time. */
async function look(
  world: GateWorld,
  judged: readonly [Judged, ...Judged[]],
  properties: VerifyProperties,
): Promise<Verdict> {
  const deadline = Date.now() + world.patienceMs;
  // Of a domain whose zone the parent does not know nothing can be seen, and that is no fault of the deploy.
  const unseen = judged.filter(({ environment }) => !isDelegated(environment.hostedZone));
  const zones = [...new Set(unseen.map(({ environment }) => environment.hostedZone.name))];
  for (;;) {
    const rows = await examine(asked(world, judged, properties, isSeen), OUTSIDE);
    if (!rows.some(mayComeRight) || Date.now() >= deadline)
      return verdictOf(rows, [...zones.map(undelegated), ...(await notEntered(world, judged, properties))]);
    await pause(world.pauseMs);
  }
}

const isSeen = ({ hostedZone }: Examined) => isDelegated(hostedZone) && hostedZone.kind !== 'elsewhere';

/** A person enters the records of such a domain after the deploy has made its keys: their absence is no fault of the deploy. */
async function notEntered(
  world: GateWorld,
  judged: readonly [Judged, ...Judged[]],
  properties: VerifyProperties,
): Promise<string[]> {
  const isElsewhere = ({ hostedZone }: Examined) => hostedZone.kind === 'elsewhere';
  const domains = judged.filter(({ environment }) => isElsewhere(environment));
  if (domains.length === 0) return [];
  const rows = await examine(
    asked(world, judged, properties, isElsewhere),
    OUTSIDE.filter(({ of }) => of !== undefined),
  );
  return domains.flatMap(({ environment: { domain } }) => {
    const ids = rows
      // Rows name their domain where there are several.
      .filter((row) => row.verdict === 'fail' && (row.domain ?? domain) === domain)
      // What receivers demand follows from the other rows.
      .filter(({ id }) => !DEMAND_IDS.includes(id))
      .map(({ id }) => id);
    return ids.length === 0
      ? []
      : `waiting: ${domain} has its DNS elsewhere, and ${[...new Set(ids)].join(', ')} are not right there. Next: enter what npm run kitte -- zone --domain ${domain} prints; until key and SPF record are seen its mail is answered 451`;
  });
}

const mayComeRight = ({ id, verdict }: Row) => verdict === 'fail' && id !== blocklistId;
const blocklistId = 'blocklist';

/** Before the parent knows the zone of the host nothing else can be seen, and that is no fault of the deploy. */
async function waiting(
  world: GateWorld,
  judged: readonly [Judged, ...Judged[]],
  properties: VerifyProperties,
): Promise<Verdict> {
  const { name } = hostZoneOf(judged[0].environment);
  const rows = await examine(
    asked(world, judged, properties, () => false),
    [dnssec, delegation],
  );
  const done = rows.find(({ id }) => id === delegation.id)?.verdict === 'pass';
  return {
    good: true,
    text: done ? `waiting: ${name} is delegated now. Next: ${DELEGATED}` : undelegated(name),
  };
}

const DELEGATED = 'set hostedZone.delegated to true and deploy again';

const undelegated = (zone: string) =>
  `waiting: ${zone} is not delegated. Next: set its name servers (the output NameServers) at the registrar or in the parent zone; then ${DELEGATED}`;

function asked(
  world: GateWorld,
  judged: readonly [Judged, ...Judged[]],
  { Address }: VerifyProperties,
  isWanted: (environment: Examined) => boolean,
): Views<Inquiry> {
  const nobody = { unknown: 'a deploy does not look at it' };
  const address = { value: Address };
  const factsOf = (dkim: VerifyProperties['Dkim']): Facts => ({
    ...{ address, dkim: { value: dkim } },
    ...{ nameServers: nobody, report: nobody, login: nobody, message: nobody, farEnd: '' },
  });
  const zones = [
    ...new Set(
      judged.flatMap(({ environment }) => [hostZoneOf(environment).name, environment.hostedZone.name]),
    ),
  ];
  const inquire = inquiries({ address }, world.probe(zones));
  const keys = new Map(judged.map(({ environment: { domain }, dkim }) => [domain, dkim]));
  const [first, ...others] = judged;
  const views = viewsFor(
    [first.environment, ...others.map(({ environment }) => environment)],
    (environment) => inquire(environment, factsOf(keys.get(environment.domain) ?? {})),
  );
  return { ...views, domains: views.domains.filter(({ given }) => isWanted(given.environment)) };
}

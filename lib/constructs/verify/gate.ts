import { setTimeout as pause } from 'node:timers/promises';

import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { delegation } from '../../checks/delegation';
import { dnssec } from '../../checks/dnssec';
import { examine } from '../../checks/examine';
import { inquiry, type Examined, type Facts } from '../../checks/inquiry';
import { OUTSIDE } from '../../checks/outside';
import type { Probe } from '../../checks/probe';
import type { Row } from '../../checks/row';
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
  /** Where the machine reports. */
  readonly StatusParameter: string;
}

export interface GateWorld {
  readonly cloudFormation: Sender;
  readonly ssm: Sender;
  /** A new one for each look: the same question may have another answer by then. */
  readonly probe: (environment: Examined) => Probe;
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
    const environment = JSON.parse(properties.Environment) as Examined;
    const [{ good, text }, Port25] = await Promise.all([
      isDelegated(environment.hostedZone)
        ? look(world, environment, properties)
        : waiting(world, environment, properties),
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

/** Daemons and name servers take a moment, so what fails is looked at again; a blocklist does not change in that time. */
async function look(world: GateWorld, environment: Examined, properties: VerifyProperties): Promise<Verdict> {
  const deadline = Date.now() + world.patienceMs;
  for (;;) {
    const rows = await examine(asked(world, environment, properties), OUTSIDE);
    if (!rows.some(mayComeRight) || Date.now() >= deadline) return verdictOf(rows);
    await pause(world.pauseMs);
  }
}

const mayComeRight = ({ id, verdict }: Row) => verdict === 'fail' && id !== blocklistId;
const blocklistId = 'blocklist';

/** Before the parent knows the zone nothing else can be seen, and that is no fault of the deploy. */
async function waiting(
  world: GateWorld,
  environment: Examined,
  properties: VerifyProperties,
): Promise<Verdict> {
  const { name } = environment.hostedZone;
  const rows = await examine(asked(world, environment, properties), [dnssec, delegation]);
  const done = rows.find(({ id }) => id === delegation.id)?.verdict === 'pass';
  const then = 'set hostedZone.delegated to true and deploy again';
  return {
    good: true,
    text: done
      ? `waiting: ${name} is delegated now. Next: ${then}`
      : `waiting: ${name} is not delegated. Next: set its name servers (the output NameServers) at the registrar or in the parent zone; then ${then}`,
  };
}

function asked(world: GateWorld, environment: Examined, { Address, Dkim }: VerifyProperties) {
  const nobody = { unknown: 'a deploy does not look at it' };
  const facts: Facts = {
    address: { value: Address },
    dkim: { value: Dkim },
    ...{ nameServers: nobody, report: nobody, login: nobody, message: nobody, farEnd: '' },
  };
  return inquiry(environment, facts, world.probe(environment));
}

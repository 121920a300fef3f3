import { Command } from 'commander';

import { ask } from '../deployed/ask';
import { demanded } from '../deployed/failure';
import type { Outbound } from '../contract/report';
import type { Environment } from '../config/environment';
import { FAR_END } from '../config/far-end';
import { FORM, type RequestFacts, useCase } from '../operate/port25/request';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { hostName } from './host-name';
import { inWords } from './place';
import { reach, type Reached } from './reach';
import { printJson, say } from './say';

interface Port25Options extends EnvironmentOptions {
  readonly farEnd: string;
  readonly purpose?: string;
  readonly messages?: string;
  readonly within?: string;
  readonly contact?: string;
  readonly json?: true;
}

/** `kitte port25`: whether EC2 lets mail out, and what to send to AWS if not. */
export function port25Command(command: Command): Command {
  return aboutOne(command)
    .option('--far-end <host>', 'the mail server that is tried', hostName, FAR_END)
    .option('--purpose <text>', 'for the request: what you send')
    .option('--messages <count>', 'for the request: how many a day')
    .option('--within <time>', 'for the request: how soon bounces and complaints are acted on')
    .option('--contact <addresses>', 'for the request: where bounces and complaints are read')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 open, 2 closed, 1 it cannot be told, or it could not run.

Example:
  kitte port25 --purpose 'receipts to our own users' --messages 2,000`,
    )
    .action(telling(port25));
}

async function port25(options: Port25Options): Promise<void> {
  const environment = await theEnvironment(options);
  const reached = await reach(environment);
  const asked = { purpose: 'trying port 25', words: [options.farEnd] };
  const { state } = await ask(reached.machine, 'port25', asked);
  const seen = {
    ...reached.place,
    instance: reached.machine.instanceId,
    farEnd: options.farEnd,
    state,
  };
  if (state === 'open') {
    if (options.json === true) printJson(seen);
    else say(`Open: the server of ${inWords(reached.place)} reached port 25 of ${options.farEnd}.`);
    return;
  }
  if (state !== 'closed') throw new UsageError(`${inWords(reached.place)}: ${untold(state, options.farEnd)}`);
  process.exitCode = 2;
  const request = await requestOf(environment, reached, options);
  if (options.json === true) return printJson({ ...seen, request });
  const lines = [
    `Closed: port 25 of ${options.farEnd} did not answer the server of ${inWords(reached.place)}. EC2 blocks outgoing mail until AWS agrees; what is sent meanwhile waits in the queue.`,
    '',
    `Sign in to the account ${request.account}, open ${request.form}, and fill in:`,
    '',
    ...request.fields.map(({ name, value }) => `${name}: ${value}`),
    '',
    'Use case description:',
    request.useCase,
    ...(request.useCase.includes('[')
      ? ['', 'What stands in brackets is yours to replace; the flags in --help fill it in.']
      : []),
    '',
    'When AWS has agreed: kitte port25 says open, and kitte queue flush --all sends what waits.',
  ];
  say(lines.join('\n'));
}

function untold(state: Outbound, farEnd: string): string {
  return state === 'unresolved'
    ? `It cannot be told: the server finds no address of ${farEnd}. Try another one with --far-end; if it is the same, look at DNS with kitte doctor.`
    : `It cannot be told: ${farEnd} is reached and refuses, so that it is not EC2's limit. Try another mail server with --far-end.`;
}

async function requestOf(environment: Environment, { server, place }: Reached, options: Port25Options) {
  const address = demanded(await server.address());
  const { postmaster, abuse } = environment.roleAddresses;
  const forwarded =
    postmaster === undefined || abuse === undefined
      ? {}
      : { contact: [...new Set([postmaster, abuse])].join(' and ') };
  const { purpose, messages, within, contact } = options;
  const given = Object.fromEntries(
    Object.entries({ purpose, messages, within, contact }).filter(([, value]) => value !== undefined),
  );
  const { domain, hostName, others = [] } = environment;
  const names = others.length === 0 ? {} : { others: others.map((other) => other.domain) };
  const facts: RequestFacts = { domain, ...names, hostName, address, ...forwarded, ...given };
  return {
    form: FORM,
    account: place.account ?? environment.account ?? 'of the server',
    fields: [
      { name: 'Region', value: place.region ?? 'that of the server' },
      { name: 'Elastic IP address', value: address },
      { name: 'Reverse DNS record', value: `leave it empty: Kitte sets ${hostName} itself` },
    ],
    useCase: useCase(facts),
  };
}

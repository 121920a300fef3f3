import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS, FLAGS } from 'aws-cdk-lib/cx-api';

import { MailServer } from '../../lib/constructs/mail-server/mail-server';
import { PINNED_FLAGS, READ_AT_THE_STACK } from '../../lib/constructs/pinned-flags';
import { MailEnvironment } from '../../lib/stacks/mail-environment';
import { MailStage } from '../../lib/stacks/mail-stage';
import { environment } from '../fixtures/environment';
import { ENV, zoneIn } from './mail-server/synthesized';

const QUIET = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false };

const recommended: Record<string, unknown> = { ...CURRENTLY_RECOMMENDED_FLAGS };

/** What an app from before its flags may have: each the other way. */
const opposite = Object.fromEntries(
  Object.keys(recommended)
    .filter((flag) => typeof recommended[flag] === 'boolean' && FLAGS[flag] !== undefined)
    .map((flag) => [flag, recommended[flag] !== true]),
);

const KINDS: Readonly<Record<string, (app: App) => void>> = {
  MailServer: (app) => {
    const stack = new Stack(app, 'Shop', { env: ENV });
    new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone: zoneIn(stack) });
  },
  MailEnvironment: (app) => void new MailEnvironment(app, 'prod', { environment }),
  MailStage: (app) => void new MailStage(app, 'prod', { environment }),
};

/** As the CLI would have the templates: with the reports on who uses what, unless a stack wants none. */
function written(lay: (app: App) => void, flags: Record<string, unknown>): string {
  const app = new App({
    context: { ...QUIET, ...flags, '@aws-cdk/core:validateAgainstDefaultRules': false },
  });
  lay(app);
  const assembly = app.synth();
  const stacks = [
    ...assembly.stacks,
    ...assembly.nestedAssemblies.flatMap((each) => each.nestedAssembly.stacks),
  ];
  return JSON.stringify(
    stacks.map(({ template }) => template as unknown),
    null,
    1,
  );
}

test.each(Object.entries(KINDS))(
  '%s: the templates are the same under any flags of the app',
  (name, lay) => {
    const none = written(lay, {});
    expect(none.length).toBeGreaterThan(100_000);
    // A stack of somebody's own has its own way with that one.
    const own = name === 'MailServer' ? { [READ_AT_THE_STACK]: undefined } : {};
    expect(written(lay, { ...recommended, ...own })).toBe(none);
    expect(written(lay, { ...opposite, ...own })).toBe(none);
  },
  60_000,
);

test('each flag that is pinned is one of CDK’s, with the value that is recommended', () => {
  for (const [flag, value] of Object.entries(PINNED_FLAGS)) expect(recommended[flag]).toEqual(value);
});

test('a stack of Kitte’s own has no list of the constructs in it, which ends with the release of Node', () => {
  const app = new App({ context: QUIET, analyticsReporting: true });
  new MailEnvironment(app, 'prod', { environment });
  for (const { template } of app.synth().stacks)
    expect(JSON.stringify(template)).not.toContain('CDKMetadata');
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Each thing that a role may do to each resource. */
function permissions(text: string): string[] {
  const [template] = JSON.parse(text) as {
    Resources: Record<string, { Type: string; Properties?: object }>;
  }[];
  return Object.entries(template?.Resources ?? {})
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .flatMap(([id, { Properties }]) => {
      const { PolicyDocument } = Properties as { PolicyDocument: { Statement: Statement[] } };
      return PolicyDocument.Statement.flatMap(({ Action, Resource, Condition }) =>
        [Action]
          .flat()
          .flatMap((action) =>
            [Resource].flat().map((resource) => JSON.stringify([id, action, resource, Condition])),
          ),
      );
    })
    .sort();
}

test('the one flag that a MailServer cannot pin changes the order of permissions and none of them', () => {
  const lay = KINDS['MailServer'] as (app: App) => void;
  const [off, on] = [false, true].map((value) => written(lay, { [READ_AT_THE_STACK]: value }));
  expect(on).not.toBe(off);
  expect(permissions(off ?? '').length).toBeGreaterThan(50);
  expect(permissions(on ?? '')).toEqual(permissions(off ?? ''));
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildSync } from 'esbuild';
import { parse } from 'yaml';
import { z } from 'zod';

import { mailPipeline } from '../../docs/pipelines/cdk-pipelines';
import { kitte } from '../cli/kitte';

// Each command says its options in a process of its own.
jest.setTimeout(60_000);

const PAGES = join(__dirname, '../../docs/pipelines');
const read = (name: string) => readFileSync(join(PAGES, name), 'utf8');

interface Parser {
  parseWorkflow: (
    file: { name: string; content: string },
    trace: unknown,
  ) => { context: Context; value: unknown };
  convertWorkflowTemplate: (context: Context, value: unknown) => Promise<Workflow>;
  NoOperationTraceWriter: new () => unknown;
}
interface Context {
  readonly errors: { getErrors(): readonly { message: string }[] };
}
interface Workflow {
  readonly jobs: readonly {
    id: { value: string };
    needs?: readonly { value: string }[];
    steps?: readonly Step[];
  }[];
}
interface Step {
  readonly run?: { readonly value: string };
}

/** GitHub's own. It is an ES module whose JSON Node does not import, so it is bundled. */
function parser(): Parser {
  const outfile = join(mkdtempSync(join(tmpdir(), 'workflow-parser-')), 'parser.cjs');
  buildSync({
    ...{ stdin: { contents: "export * from '@actions/workflow-parser';", resolveDir: __dirname } },
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node22', outfile, logLevel: 'error' },
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- made just now
  return require(outfile) as Parser;
}

async function workflow(content: string): Promise<{ errors: string[]; jobs: Workflow['jobs'] }> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = parser();
  const { context, value } = parseWorkflow({ name: 'mail.yml', content }, new NoOperationTraceWriter());
  const { jobs } = await convertWorkflowTemplate(context, value);
  return { errors: context.errors.getErrors().map(({ message }) => message), jobs };
}

/** Every line of `npx kitte` and `npx cdk` as words. */
const commands = (scripts: readonly string[]) =>
  scripts
    .flatMap((script) => [...script.matchAll(/npx ((?:kitte|cdk) [^\n;>|]*)/g)].map(([, line = '']) => line))
    .map((line) => line.replace(/ \d$/, '').trim().split(/\s+/));

const helps = new Map<string, ReturnType<typeof kitte>>();
function helpOf(name: string): ReturnType<typeof kitte> {
  const help = helps.get(name) ?? kitte([name, '--help'], tmpdir());
  helps.set(name, help);
  return help;
}

/** What is wrong with a line: an option that the command does not have, or an environment that it forgets. */
async function wrongIn([tool = '', name = '', ...args]: readonly string[]): Promise<string[]> {
  const line = [tool, name, ...args].join(' ');
  if (tool === 'cdk') {
    const [stacks = ''] = args;
    const environment = stacks.replaceAll(/["']/g, '').replace(/\/\*$/, '');
    const context = args.join(' ').replaceAll(/["']/g, '').includes(`-c environment=${environment}`);
    return context ? [] : [`${line}: the app is not told which environment`];
  }
  const { stdout } = await helpOf(name);
  return args
    .filter((arg) => arg.startsWith('--') && !new RegExp(`^ +${arg}\\b`, 'm').test(stdout))
    .map((arg) => `${line}: there is no ${arg}`);
}

describe('the workflow for GitHub Actions', () => {
  test("is understood by GitHub's own parser, and its commands by ours", async () => {
    const { errors, jobs } = await workflow(read('github-actions.yml'));
    expect(errors).toEqual([]);
    const needs = jobs.map(({ id, needs: all = [] }) => [id.value, all.map(({ value }) => value)]);
    // Nothing reaches the account before the rehearsal has passed.
    expect(Object.fromEntries(needs)).toEqual({
      rehearse: [],
      diff: ['rehearse'],
      deploy: ['rehearse'],
      destroy: [],
    });
    const scripts = jobs.flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run?.value ?? []));
    const all = commands(scripts);
    expect(all.map(([tool, name]) => `${tool ?? ''} ${name ?? ''}`)).toEqual([
      ...['kitte rehearse', 'cdk diff', 'kitte preflight', 'cdk deploy', 'kitte doctor', 'cdk destroy'],
    ]);
    expect((await Promise.all(all.map(wrongIn))).flat()).toEqual([]);
  });

  test.each([
    ['a misspelt key', 'runs-on: ubuntu-latest', 'run-on: ubuntu-latest'],
    ['a job that is not there', 'needs: rehearse', 'needs: rehearsed'],
  ])('with %s is refused by that parser', async (_, right, wrong) => {
    expect((await workflow(read('github-actions.yml').replace(right, wrong))).errors).not.toEqual([]);
  });
});

test.each([
  ['kitte doctor --enviroment x', /no --enviroment/],
  ['cdk destroy "x/*" --force', /not told which environment/],
])('%s would be found', async (line, wrong) => {
  expect(await wrongIn(line.split(' '))).toEqual([expect.stringMatching(wrong)]);
});

const job = z.strictObject({
  stage: z.string().optional(),
  extends: z.string().optional(),
  image: z.string().optional(),
  tags: z.array(z.string()).optional(),
  needs: z.array(z.string()).optional(),
  when: z.literal('manual').optional(),
  allow_failure: z.boolean().optional(),
  id_tokens: z.record(z.string(), z.strictObject({ aud: z.string() })).optional(),
  variables: z.record(z.string(), z.string()).optional(),
  before_script: z.array(z.string()).optional(),
  script: z.array(z.string()).optional(),
  artifacts: z.strictObject({ when: z.literal('always').optional(), paths: z.array(z.string()) }).optional(),
  environment: z
    .strictObject({
      name: z.string(),
      on_stop: z.string().optional(),
      auto_stop_in: z.string().optional(),
      action: z.literal('stop').optional(),
    })
    .optional(),
});

/** https://docs.gitlab.com/ci/yaml/ has the keywords. */
test('the pipeline for GitLab has keywords of GitLab, and commands of ours', async () => {
  const {
    stages,
    workflow: when,
    variables,
    ...jobs
  } = parse(read('gitlab-ci.yml')) as Record<string, unknown>;
  expect(z.array(z.string()).parse(stages)).toEqual(['rehearse', 'deploy']);
  expect(when).toBeDefined();
  expect(variables).toEqual({ ENVIRONMENT: 'mr-$CI_MERGE_REQUEST_IID' });
  const all = z.record(z.string(), job).parse(jobs);
  expect(all['deploy']?.needs).toEqual(['rehearse']);
  expect(all['deploy']?.environment?.on_stop).toBe('destroy');
  const lines = commands(Object.values(all).flatMap(({ script = [] }) => script));
  expect(lines).toHaveLength(5);
  expect((await Promise.all(lines.map(wrongIn))).flat()).toEqual([]);
});

test('the pipeline of CDK deploys staging, looks at it, and asks before production', async () => {
  const config = join(mkdtempSync(join(tmpdir(), 'pipeline-')), 'kitte.config.ts');
  const shared = { hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' }, region: 'eu-west-1' };
  const environments = {
    staging: { domain: 'staging.example.com', account: '111111111111' },
    prod: { domain: 'example.com', account: '222222222222' },
  };
  writeFileSync(config, `export default ${JSON.stringify({ ...shared, environments })};\n`);
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = await mailPipeline(app, config);
  const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
  const { Stages } = pipeline?.['Properties'] as {
    Stages: { Name: string; Actions: { Name: string; RunOrder: number }[] }[];
  };
  expect(Stages.map(({ Name }) => Name)).toEqual([
    ...['Source', 'Build', 'UpdatePipeline', 'Assets', 'staging', 'prod'],
  ]);
  const order = (name: string) =>
    Stages.find(({ Name }) => Name === name)
      ?.Actions.sort((one, two) => one.RunOrder - two.RunOrder)
      .map(({ Name }) => Name);
  const deploys = (environment: string) =>
    ['foundation', 'server', 'dns'].flatMap((part) =>
      ['Prepare', 'Deploy'].map((act) => `kitte-${environment}-${part}.${act}`),
    );
  expect(order('staging')).toEqual([...deploys('staging'), 'Look']);
  expect(order('prod')).toEqual(['Release', ...deploys('prod')]);
});

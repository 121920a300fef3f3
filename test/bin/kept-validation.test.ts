import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App, CloudFormationValidatePlugin, type IPolicyValidationContext } from 'aws-cdk-lib';

import { KeptValidation } from '../../bin/kept-validation';

const directory = mkdtempSync(join(tmpdir(), 'kitte-validation-'));
const kept = join(directory, 'kept');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const engine = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
beforeEach(() => {
  engine.mockClear();
  rmSync(kept, { recursive: true, force: true });
});

/** A TXT record whose value lacks its quotes is E3023. */
function context(place: string, { value = 'bare', region = 'eu-west-1' } = {}): IPolicyValidationContext {
  const folder = join(directory, place, 'assembly-prod');
  mkdirSync(folder, { recursive: true });
  const templatePath = join(folder, 'Dns.template.json');
  const record = {
    Name: 'example.com',
    Type: 'TXT',
    TTL: '60',
    HostedZoneId: 'Z1',
    ResourceRecords: [value],
  };
  const Resources = { Text: { Type: 'AWS::Route53::RecordSet', Properties: record } };
  writeFileSync(templatePath, JSON.stringify({ Resources }));
  const stack = { templatePath, stackConstructPath: 'prod/Dns', accountId: '123456789012', region };
  return { appConstruct: new App(), stackTemplates: [stack], templatePaths: [templatePath] };
}

test('the same templates are judged once, and the finding names the template of now', () => {
  const before = new KeptValidation(kept);
  const first = before.validate(context('one'));
  expect(first).toMatchObject({ success: false, violations: [{ ruleName: 'E3023', severity: 'error' }] });
  const after = new KeptValidation(kept);
  const second = after.validate(context('two'));
  expect(engine).toHaveBeenCalledTimes(1);
  expect(after.version).toBe(before.version);
  expect(after.version).toMatch(/^\d+\.\d+/);
  const paths = [first, second].map(({ violations }) => violations[0]?.violatingResources[0]?.templatePath);
  expect(paths).toEqual(
    ['one', 'two'].map((place) => join(directory, place, 'assembly-prod/Dns.template.json')),
  );
  expect(JSON.parse(JSON.stringify(second).replaceAll('/two/', '/one/'))).toEqual(
    JSON.parse(JSON.stringify(first)),
  );
}, 60_000);

describe('of an engine that finds one thing in a bare value', () => {
  beforeEach(() => {
    engine.mockImplementation(({ templatePaths }) => {
      const bare = templatePaths.filter((path) => readFileSync(path, 'utf8').includes('["bare"]'));
      const resources = bare.map((templatePath) => ({ templatePath, locations: [] }));
      const finding = {
        ruleName: 'E3023',
        description: 'x',
        severity: 'error',
        violatingResources: resources,
      };
      return { success: bare.length === 0, violations: bare.length === 0 ? [] : [finding] };
    });
  });

  test('what the caller does to a finding is not kept', () => {
    const first = new KeptValidation(kept).validate(context('one'));
    first.violations.length = 0;
    const again = new KeptValidation(kept).validate(context('one'));
    again.violations[0]?.violatingResources.splice(0);
    const third = new KeptValidation(kept).validate(context('one'));
    expect(third.violations[0]?.violatingResources).toHaveLength(1);
  });

  test.each([
    ['another template', { value: '"quoted"' }],
    ['another region', { region: 'us-east-1' }],
  ])('%s is judged anew', (_, other) => {
    new KeptValidation(kept).validate(context('one'));
    new KeptValidation(kept).validate(context('one', other));
    expect(engine).toHaveBeenCalledTimes(2);
  });

  test('a mended template has no finding', () => {
    new KeptValidation(kept).validate(context('one'));
    const mended = new KeptValidation(kept).validate(context('one', { value: '"quoted"' }));
    expect(mended).toMatchObject({ success: true, violations: [] });
  });
});

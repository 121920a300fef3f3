import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

import { templateSerializer, withoutNoise } from '../../../lib/constructs/snapshot/template-serializer';
import { made } from '../mail-server/synthesized';

const HASH = 'a'.repeat(64);
const noisy = (hash: string) => ({
  Resources: {
    CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:…' } },
    Code: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: `${hash}.zip` }, Description: 'kept' },
      Metadata: { 'aws:cdk:path': 'Shop/Code', 'aws:asset:path': `asset.${hash}` },
    },
    Records: { Type: 'AWS::Route53::RecordSetGroup', Metadata: { Why: { a: 'b' }, 'aws:cdk:path': 'x' } },
    Program: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/kitte/mail-1/programs/0', Value: hash.slice(0, 9) },
    },
  },
  Conditions: { CDKMetadataAvailable: { 'Fn::Equals': ['a', 'a'] } },
  Parameters: { BootstrapVersion: { Type: 'String' }, Own: { Type: 'String' } },
  Rules: { CheckBootstrapVersion: { Assertions: [] } },
  Outputs: { Word: { Value: 'kept' } },
});

const clean = {
  Resources: {
    Code: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: '<hash>.zip' }, Description: 'kept' },
    },
    Records: { Type: 'AWS::Route53::RecordSetGroup', Metadata: { Why: { a: 'b' } } },
    Program: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/kitte/mail-1/programs/0', Value: '<program>' },
    },
  },
  Parameters: { Own: { Type: 'String' } },
  Outputs: { Word: { Value: 'kept' } },
};

test('what changes by itself goes, all else stays', () => {
  expect(withoutNoise(noisy(HASH))).toEqual(clean);
  expect(withoutNoise(clean)).toEqual(clean);
});

test('a template is taken as it is, as an object that gives one, and nothing else is', () => {
  const stack = new Stack(new App(), 'Shop');
  new CfnResource(stack, 'Thing', { type: 'AWS::SNS::Topic' });
  const { test: takes } = templateSerializer;
  expect([noisy(HASH), Template.fromStack(stack)].map((each) => takes(each))).toEqual([true, true]);
  const others = [undefined, null, 'text', [], {}, { Resources: [] }, { Resources: { a: 1 } }, new Map()];
  expect(others.map((each) => takes(each))).toEqual(others.map(() => false));
});

test('by it jest prints the clean template, and that only once', () => {
  const printer = (value: unknown): string =>
    templateSerializer.test(value) ? 'taken twice' : JSON.stringify(value);
  const printed = templateSerializer.serialize(noisy(HASH), {}, '', 0, [], printer);
  expect(JSON.parse(printed)).toEqual(clean);
});

test('of a MailServer no digest is left, and the server’s own settings are', () => {
  const text = JSON.stringify(withoutNoise(Template.fromStack(made().stack).toJSON()));
  expect(text).not.toMatch(/\b[0-9a-f]{64}\b|H4sI/);
  expect(text).toContain('smtpd_relay_restrictions');
});

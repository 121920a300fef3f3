import { conditionsHold } from '../../lib/local-aws/policy/conditions';
import { evaluate } from '../../lib/local-aws/policy/evaluate';
import { managedPolicy } from '../../lib/local-aws/policy/managed';
import { arnLike } from '../../lib/local-aws/policy/match';
import type { Values } from '../../lib/local-aws/values';

const statement = (fields: Values) => [{ Statement: [{ Effect: 'Allow', Resource: '*', ...fields }] }];
const ask = (policies: Values[], action: string, resource = 'arn:aws:ssm:r:1:parameter/a/b', context = {}) =>
  evaluate(policies, { action, resource, context });

test('actions match without regard to case, resources with it', () => {
  const policies = statement({ Action: 'SSM:get*', Resource: 'arn:aws:ssm:r:1:parameter/a/*' });
  expect(ask(policies, 'ssm:GetParameter')).toBe('allowed');
  expect(ask(policies, 'ssm:PutParameter')).toBe('implicit deny');
  expect(ask(policies, 'ssm:GetParameter', 'arn:aws:ssm:r:1:parameter/A/b')).toBe('implicit deny');
  expect(ask(policies, 'ssm:GetParameter', 'arn:aws:ssm:r:1:parameter/a')).toBe('implicit deny');
});

test('an explicit deny wins wherever it stands', () => {
  const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
  const deny = { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' };
  for (const Statement of [
    [allow, deny],
    [deny, allow],
  ]) {
    expect(ask([{ Statement }], 'kms:Decrypt')).toBe('explicit deny');
    expect(ask([{ Statement }], 'kms:Encrypt')).toBe('allowed');
  }
});

test('NotAction and NotResource turn the match around', () => {
  expect(ask(statement({ NotAction: 'iam:*' }), 'ssm:GetParameter')).toBe('allowed');
  expect(ask(statement({ NotAction: 'ssm:*' }), 'ssm:GetParameter')).toBe('implicit deny');
});

test('a regular expression in a pattern is plain text', () => {
  expect(ask(statement({ Action: 'ssm:Get.+' }), 'ssm:GetParameter')).toBe('implicit deny');
});

describe('the DNS-01 condition of a mail server', () => {
  const names = 'route53:ChangeResourceRecordSetsNormalizedRecordNames';
  const types = 'route53:ChangeResourceRecordSetsRecordTypes';
  const conditions = {
    'ForAllValues:StringLike': { [names]: ['_acme-challenge.*'] },
    'ForAllValues:StringEquals': { [types]: ['TXT'] },
  };
  test.each([
    [['_acme-challenge.mail.example.com'], ['TXT'], true],
    [['_acme-challenge.mail.example.com', 'mail.example.com'], ['TXT', 'TXT'], false],
    [['_acme-challenge.mail.example.com'], ['A'], false],
  ])('%j %j: %s', (changed, kinds, expected) => {
    expect(conditionsHold(conditions, { [names]: changed, [types]: kinds })).toBe(expected);
  });
});

test('an absent key: Null sees it, IfExists forgives it, a plain operator fails, a negated one holds', () => {
  const context = { 'sts:ExternalId': undefined };
  expect(conditionsHold({ Null: { 'sts:ExternalId': 'true' } }, context)).toBe(true);
  expect(conditionsHold({ StringEqualsIfExists: { 'sts:ExternalId': 'x' } }, context)).toBe(true);
  expect(conditionsHold({ StringEquals: { 'sts:ExternalId': 'x' } }, context)).toBe(false);
  expect(conditionsHold({ StringNotEquals: { 'sts:ExternalId': 'x' } }, context)).toBe(true);
});

test('what is not known fails by name instead of being guessed', () => {
  expect(() => conditionsHold({ IpAddress: { 'aws:SourceIp': 'x' } }, { 'aws:SourceIp': 'y' })).toThrow(
    /operator IpAddress/,
  );
  expect(() => conditionsHold({ StringEquals: { 'ssm:Tier': 'x' } }, {})).toThrow(/condition key ssm:Tier/);
  expect(() => managedPolicy('arn:aws:iam::aws:policy/PowerUserAccess')).toThrow(/PowerUserAccess/);
});

test('a star in an ARN pattern does not reach over a colon', () => {
  expect(arnLike('arn:aws:lambda:*:1:function:*', 'arn:aws:lambda:eu-west-1:1:function:f')).toBe(true);
  expect(arnLike('arn:aws:*:1:function:f', 'arn:aws:lambda:eu-west-1:1:function:f')).toBe(false);
});

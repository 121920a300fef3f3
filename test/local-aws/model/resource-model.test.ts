import type { LocalAccountHandle } from '../../../lib/local-aws';
import { wrongProperties } from '../../../lib/local-aws/model/resource-model';
import { quietAccount, stacksOf } from '../stacks';

// AWS's schemas are loaded on the way.
jest.setTimeout(30_000);

const record = {
  Name: 'a.example.com',
  Type: 'A',
  HostedZoneId: 'Z1',
  TTL: '300',
  ResourceRecords: ['192.0.2.1'],
};
const alarm = { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Threshold: 1 };

test.each<[string, object, string[]]>([
  ['AWS::Route53::RecordSet', { ...record, Types: 'A' }, ['Types is no member of AWS::Route53::RecordSet']],
  ['AWS::Route53::RecordSet', { Name: 'a' }, ['Type is missing, which AWS::Route53::RecordSet requires']],
  ['AWS::Route53::RecordSet', { ...record, ResourceRecords: 'one' }, ['ResourceRecords is no list']],
  ['AWS::SSM::Parameter', { Type: 'Text', Value: 'v' }, ['Type is "Text", allowed: String, StringList']],
  ['AWS::SSM::Parameter', { Type: 'String', Value: { a: 1 } }, ['Value is no text']],
  [
    'AWS::EC2::Instance',
    { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 'big', Encrypt: true } }] },
    [
      'BlockDeviceMappings.0.Ebs.Encrypt is no member of Ebs',
      'BlockDeviceMappings.0.Ebs.VolumeSize is no number',
    ],
  ],
  [
    'AWS::CloudWatch::Alarm',
    { ...alarm, Tags: [{ Key: 'a' }] },
    ['Tags.0.Value is missing, which Tag requires'],
  ],
  ['AWS::Post::Office', {}, ["AWS's schema does not have the type AWS::Post::Office"]],
])('AWS’s schema of %s does not have %j', (type, properties, wrong) => {
  expect(wrongProperties(type, properties)).toEqual(wrong);
});

test.each<[string, object]>([
  ['AWS::Route53::RecordSet', record],
  ['AWS::Route53::RecordSet', { ...record, TTL: 300 }],
  ['AWS::SSM::Parameter', { Type: { Ref: 'Kind' }, Value: { 'Fn::Sub': '${A}' } }],
  ['AWS::SSM::Parameter', { Type: 'String', Value: 'v', Tags: { a: 'b' } }],
  ['AWS::CloudWatch::Alarm', { ...alarm, Threshold: '1.5', Tags: [{ Key: 'a', Value: 'b' }] }],
  ['AWS::EC2::Instance', { BlockDeviceMappings: { 'Fn::If': ['A', [], []] } }],
])('it has of %s %j', (type, properties) => {
  expect(wrongProperties(type, properties)).toEqual([]);
});

describe('a stack', () => {
  let account: LocalAccountHandle;
  beforeAll(async () => void (account = await quietAccount()));
  afterAll(() => account.close());

  const template = (Type: string) => ({
    Resources: {
      First: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/first', Type: 'String', Value: 'v' } },
      Second: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/second', Type, Value: 'v' } },
    },
  });

  test('with such a resource is refused before anything is made', async () => {
    await expect(stacksOf(account, 'Wrong').deploy('CREATE', template('Text'))).rejects.toThrow(
      'Second is not as AWS\'s schema has AWS::SSM::Parameter: Type is "Text", allowed: String, StringList.',
    );
    expect(account.readParameter('/first')).toBeUndefined();
    expect(await stacksOf(account, 'Right').deploy('CREATE', template('String'))).toBe('CREATE_COMPLETE');
  });
});

import { walk } from '../../lib/local-aws/engine/graph';
import { changedProperties, recreationOf, replaces } from '../../lib/local-aws/engine/replacement';
import { parseTemplate, seconds } from '../../lib/local-aws/engine/template';
import { assertRdata } from '../../lib/local-aws/stores/rdata';
import { HostedZones } from '../../lib/local-aws/stores/hosted-zones';

describe('replacement follows the schema of AWS', () => {
  const instance = 'AWS::EC2::Instance';
  test.each([
    [instance, 'ImageId', true],
    [instance, 'SubnetId', true],
    [instance, 'UserData', false],
    [instance, 'InstanceType', false],
    ['AWS::SSM::Parameter', 'Name', true],
    ['AWS::SSM::Parameter', 'Value', false],
    ['Custom::Thing', 'Anything', false],
    ['Custom::Thing', 'ServiceToken', true],
  ])('%s %s: %s', (type, name, expected) => {
    expect(replaces(type, { name, recreation: recreationOf(type, name) })).toBe(expected);
  });

  test('equal values in another type or order are no change', () => {
    const before = { IpProtocol: 'tcp', FromPort: 25, Description: 'a' };
    expect(
      changedProperties('AWS::EC2::SecurityGroupIngress', before, {
        FromPort: '25',
        Description: 'b',
        IpProtocol: 'tcp',
      }),
    ).toEqual([{ name: 'Description', recreation: 'Never' }]);
  });

  test('a property or type that AWS does not have fails by name', () => {
    expect(() => recreationOf(instance, 'Colour')).toThrow(/Colour of AWS::EC2::Instance/);
    expect(() => recreationOf('AWS::No::Such', 'X')).toThrow(/AWS::No::Such/);
  });
});

describe('the walk over a graph', () => {
  const graph = new Map([
    ['c', new Set(['a', 'b'])],
    ['a', new Set<string>()],
    ['b', new Set<string>()],
    ['d', new Set(['c'])],
  ]);
  test('waits for what is needed', async () => {
    const order: string[] = [];
    await walk(graph, async (id) => void order.push(await Promise.resolve(id)));
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });
  test('starts nothing after a failure, and throws it', async () => {
    const started: string[] = [];
    const walking = walk(graph, (id) => {
      started.push(id);
      return id === 'b' ? Promise.reject(new Error('no b')) : Promise.resolve();
    });
    await expect(walking).rejects.toThrow('no b');
    expect(started).not.toContain('c');
  });
  test('names the members of a circle', async () => {
    const circle = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['a'])],
    ]);
    await expect(walk(circle, () => Promise.resolve())).rejects.toThrow(/Circular.*a, b, a/);
  });
});

test('a template is refused for an unknown attribute and a dangling reference', () => {
  const template = (resource: object) =>
    JSON.stringify({ Resources: { A: { Type: 'AWS::EC2::EIP', ...resource } } });
  expect(() => parseTemplate(template({ Colour: 1 }))).toThrow(/Colour/);
  expect(() => parseTemplate(template({ Properties: { Domain: { Ref: 'B' } } }))).toThrow(
    /\[B\] in resource A/,
  );
  expect(parseTemplate(template({})).resources.get('A')?.type).toBe('AWS::EC2::EIP');
  expect(seconds('PT1H30M')).toBe(5400);
});

describe('Route 53 looks at what a record holds', () => {
  const record = (type: string, ...values: string[]) => ({ name: 'a.example.com.', type, ttl: 60, values });
  test.each([
    ['A', '192.0.2.1', 0],
    ['A', '192.0.2.256', 1],
    ['TXT', '"v=spf1 -all"', 0],
    ['TXT', 'v=spf1 -all', 1],
    ['TXT', `"${'a'.repeat(255)}" "${'b'.repeat(255)}"`, 0],
    ['TXT', `"${'a'.repeat(256)}"`, 1],
    ['MX', '10 mail.example.com', 0],
    ['MX', 'mail.example.com', 1],
    ['CAA', '0 issue "letsencrypt.org"', 0],
    ['SRV', '0 1 465 mail.example.com', 0],
    ['WKS', 'x', 1],
  ])('%s %s: %d problems', (type, value, problems) => {
    expect(assertRdata(record(type, value))).toHaveLength(problems);
  });

  test('CREATE of an existing one, DELETE of another value and a zone that is not empty are refused', () => {
    const zones = new HostedZones(() => Promise.resolve());
    const { id } = zones.create('example.com');
    zones.change(id, [{ action: 'CREATE', record: record('A', '192.0.2.1') }]);
    const again = () => zones.change(id, [{ action: 'CREATE', record: record('A', '192.0.2.2') }]);
    expect(again).toThrow(/already exists/);
    expect(() => zones.change(id, [{ action: 'DELETE', record: record('A', '192.0.2.9') }])).toThrow(
      /do not match/,
    );
    expect(() => zones.delete(id)).toThrow(/non-required resource record sets/);
    zones.change(id, [{ action: 'DELETE', record: record('A', '192.0.2.1') }]);
    zones.delete(id);
    expect(zones.all()).toEqual([]);
  });
});

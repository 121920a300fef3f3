import type { Scope } from '../../lib/local-aws/engine/intrinsics';
import { references, resolve } from '../../lib/local-aws/engine/intrinsics';
import type { Value } from '../../lib/local-aws/values';

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? undefined : `ref-${name}`),
  attribute: (id, name) => `${id}:${name}`,
  condition: (name) => name === 'Yes',
  mapping: (...path) => path.join('/'),
  importValue: (name) => `import-${name}`,
  stackOutput: (stack, output) => `${stack}!${output}`,
  zones: () => ['r-a', 'r-b'],
};

test.each<[string, Value, Value]>([
  ['Ref', { Ref: 'A' }, 'ref-A'],
  ['GetAtt with a list', { 'Fn::GetAtt': ['A', 'B.C'] }, 'A:B.C'],
  ['GetAtt with a dot', { 'Fn::GetAtt': 'A.B' }, 'A:B'],
  ['Join', { 'Fn::Join': ['-', ['x', { Ref: 'A' }]] }, 'x-ref-A'],
  ['Sub', { 'Fn::Sub': '${A}/${A.Arn}/${!Literal}' }, 'ref-A/A:Arn/${Literal}'],
  ['Sub with variables', { 'Fn::Sub': ['${V}${A}', { V: { Ref: 'B' } }] }, 'ref-Bref-A'],
  ['Select of GetAZs', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'r-b'],
  ['Split', { 'Fn::Split': [':', { 'Fn::GetAtt': ['A', 'B'] }] }, ['A', 'B']],
  ['If and NoValue', { k: { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] }, l: 1 }, { l: 1 }],
  ['NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['Base64', { 'Fn::Base64': 'é' }, 'w6k='],
  ['FindInMap', { 'Fn::FindInMap': ['m', { Ref: 'A' }, 'k'] }, 'm/ref-A/k'],
  ['ImportValue', { 'Fn::ImportValue': 'e' }, 'import-e'],
  ['GetStackOutput', { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } }, 's!o'],
  [
    'And, Or, Not, Equals',
    {
      'Fn::And': [
        { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] },
        { 'Fn::Not': [{ 'Fn::Equals': [1, 2] }] },
      ],
    },
    true,
  ],
  [
    'a policy condition stays',
    { Condition: { Bool: { a: 'true' } } },
    { Condition: { Bool: { a: 'true' } } },
  ],
])('%s', (_name, template, expected) => {
  expect(resolve(template, scope)).toEqual(expected);
});

test('an unknown function and a choice out of range fail by name', () => {
  expect(() => resolve({ 'Fn::Transform': {} }, scope)).toThrow(/Fn::Transform/);
  expect(() => resolve({ 'Fn::Select': [2, ['a']] }, scope)).toThrow(/nonexistent value at index 2/);
});

test('references are found in Ref, GetAtt and Sub, not in literals', () => {
  const value = [
    { Ref: 'A' },
    { 'Fn::GetAtt': ['B', 'x'] },
    { 'Fn::Sub': ['${C.y} ${!D} ${V}', { V: { Ref: 'E' } }] },
  ];
  expect([...references(value)].sort()).toEqual(['A', 'B', 'C', 'E', 'V']);
});

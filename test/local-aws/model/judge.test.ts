import { join } from 'node:path';

import { DescribeParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import fc from 'fast-check';

import { ApiError } from '../../../lib/local-aws/errors';
import { Judge } from '../../../lib/local-aws/model/judge';
import { JSON_WIRE, QUERY_INPUT } from '../../../lib/local-aws/model/mismatches';
import { quietAccount } from '../stacks';

const FIXTURES = join(__dirname, '../../fixtures/models');
const judge = new Judge(FIXTURES);
const ask =
  (input: object, wire = JSON_WIRE) =>
  () =>
    judge.request('stamps', 'Frank', { Kind: 'card', ...input }, wire);
const answer = (output: object) => () => judge.answer('stamps', 'Frank', output, JSON_WIRE);

test.each<[object, RegExp]>([
  [{ Kind: 'parcel' }, / Kind is "parcel", allowed: letter, card\.$/],
  [{ Kind: undefined }, / Kind is missing, which FrankRequest requires\.$/],
  [{ Kindd: 'card' }, / Kindd is no member of FrankRequest\.$/],
  [{ Motto: 'a' }, / Motto is "a", with 1 characters, allowed: from 2 to 5\.$/],
  [{ Name: 'a_b' }, / Name is "a_b", which does not match \^\(\?:\[\\p\{L\} \]\+\|/],
  [{ Name: 'a-1 b' }, / Name is "a-1 b", which does not match /],
  [{ Copies: 101 }, / Copies is "101", allowed: from 1 to 100\.$/],
  [{ Copies: '7' }, / Copies is no number\.$/],
  [{ Colours: [] }, / Colours has 0 entries, allowed: from 1 to 3\.$/],
  [{ Colours: ['red', 'green'] }, / Colours\.1 is "green", which does not match /],
  [{ Marks: { a: 'card' } }, / Marks\.a \(its name\) is "a", with 1 characters/],
  [{ Marks: { aa: 'parcel' } }, / Marks\.aa is "parcel", allowed: letter, card\.$/],
  [{ Marks: { aa: 'card', bb: 'card' } }, / Marks has 2 entries, allowed: to 1\.$/],
  [{ Motto: '123456', Copies: 0 }, / Motto is "123456".*; Copies is "0", allowed: from 1 to 100\.$/],
])('AWS would refuse %j', (input, words) => {
  expect(ask(input)).toThrow(ApiError);
  expect(ask(input)).toThrow(words);
  expect(ask(input)).toThrow(/^A request for stamps:Frank is not as AWS's model has it: /);
});

test.each([
  { Motto: 'ab', Name: 'Jürgen Ñ', Copies: 1 },
  { Name: 'a-1', Colours: ['RED', 'blue', 'Red'], Marks: { aa: 'letter' } },
  { Pin: '1234', Letter: { Text: 'abc' }, Anything: { of: ['any', 7] }, At: 17 },
])('AWS would take %j', (input) => {
  expect(ask(input)).not.toThrow();
});

test('numbers of a form are judged as numbers', () => {
  expect(ask({ Copies: '7' }, QUERY_INPUT)).not.toThrow();
  expect(ask({ Copies: '700' }, QUERY_INPUT)).toThrow(/Copies is "700", allowed: from 1 to 100/);
});

test('what is secret is not printed, nor what is in it', () => {
  expect(ask({ Pin: 'hush1', Letter: { Text: 'hush22' } })).toThrow(
    /: Pin has a value that is kept secret, which does not match \S+; Letter\.Text has a value that is kept secret, with 6 characters, allowed: from 2 to 5\.$/,
  );
  expect(answer({ Pin: 'hush1' })).not.toThrow(/hush/);
});

test('a wrong answer is a fault of the account, not a refusal', () => {
  expect(answer({ State: 'franked' })).not.toThrow();
  expect(answer({ State: 'lost' })).toThrow(
    /^The answer to stamps:Frank .* State is "lost", allowed: franked/,
  );
  expect(answer({ State: 'lost' })).not.toThrow(ApiError);
  expect(answer({ state: 'franked' })).toThrow(/state is no member of FrankResult/);
});

test('an operation that takes nothing, one that there is not, and a service without a model', () => {
  const call = (service: string, action: string, input: object) => () =>
    judge.request(service, action, input, JSON_WIRE);
  expect(call('stamps', 'Ping', {})).not.toThrow();
  expect(call('stamps', 'Ping', { Loud: true })).toThrow(/Loud is no member of nothing/);
  expect(call('stamps', 'Pong', {})).toThrow("AWS's model of stamps has no action Pong");
  expect(call('envelopes', 'Pong', {})).not.toThrow();
});

test('a text passes exactly when its characters are as many as allowed, wherever they stand in Unicode', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), (text) => {
      const isAllowed = [...text].length >= 2 && [...text].length <= 5;
      if (isAllowed) expect(ask({ Motto: text })).not.toThrow();
      else expect(ask({ Motto: text })).toThrow(/^.* Motto is .* characters, allowed: from 2 to 5\.$/su);
    }),
  );
});

test('a list passes exactly when each entry does and their number does', () => {
  const colour = fc.constantFrom('red', 'BLUE', 'green');
  fc.assert(
    fc.property(fc.array(colour, { maxLength: 5 }), (Colours) => {
      const isAllowed = Colours.length >= 1 && Colours.length <= 3 && !Colours.includes('green');
      if (isAllowed) expect(ask({ Colours })).not.toThrow();
      else expect(ask({ Colours })).toThrow(ApiError);
    }),
  );
});

describe('beside the newer model of the SDK', () => {
  const ssm = (action: string, input: object) => () => judge.request('ssm', action, input, JSON_WIRE);

  test('what AWS has added since is no mistake: members and actions', () => {
    expect(ssm('PutParameter', { Name: '/k', Value: 'v', Tier: 'Standard' })).not.toThrow();
    expect(ssm('DescribeParameters', {})).not.toThrow();
  });

  test('what both find wrong is said once', () => {
    expect(ssm('PutParameter', { Value: 'v', Teir: 'Standard' })).toThrow(
      /has it: Teir is no member of PutParameterRequest; Name is missing, which PutParameterRequest requires\.$/,
    );
  });

  test('over the wire: refused with all that is wrong, nothing done; a wrong answer is the fault of the account', async () => {
    const aws = await quietAccount({ models: FIXTURES });
    try {
      const client = new SSMClient(aws.sdk);
      const put = (Name: string, Value: string, Type: 'String' | 'StringList') =>
        client.send(new PutParameterCommand({ Name, Value, Type, Overwrite: true }));
      await expect(put('/k', 'much too long', 'StringList')).rejects.toMatchObject({
        name: 'LocalAccountModel',
        message:
          'A request for ssm:PutParameter is not as AWS\'s model has it: Value has a value that is kept secret, with 13 characters, allowed: to 10; Type is "StringList", allowed: String, SecureString.',
      });
      expect(aws.readParameter('/k')).toBeUndefined();
      await put('/k', 'short', 'String');
      expect(aws.readParameter('/k')).toBe('short');
      await expect(put('/k', 'other', 'String')).rejects.toMatchObject({
        name: 'LocalAccountFault',
        message: expect.stringContaining('Version is "2", allowed: to 1') as string,
      });
      await client.send(new DescribeParametersCommand());
      expect(aws.mismatches()).toEqual([
        expect.stringMatching(/^A request for ssm:PutParameter /),
        expect.stringMatching(/^The answer to ssm:PutParameter /),
      ]);
    } finally {
      await aws.close();
    }
  });
});

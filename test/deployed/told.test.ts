import { told } from '../../lib/deployed/told';

const failing = (name: string, message = 'no') => {
  const error = new Error(message);
  error.name = name;
  return () => Promise.reject(error);
};

test('an answer is handed on', async () => {
  expect(await told('sts:GetCallerIdentity', () => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
});

test.each([
  ['CredentialsProviderError', 'no', 'unasked', /no AWS credentials/],
  ['Error', 'Region is missing', 'unasked', /no AWS region/],
  ['ExpiredToken', 'no', 'unasked', /does not take the credentials/],
  ['UnauthorizedOperation', 'no', 'denied', /may not call ec2:DescribeAddresses/],
  ['AccessDeniedException', 'no', 'denied', /may not call/],
  ['ParameterNotFound', 'no', 'absent', /failed/],
  ['NoSuchHostedZone', 'no', 'absent', /failed/],
  ['ValidationError', 'Stack with id x does not exist', 'absent', /failed/],
  ['ValidationError', 'too long', 'failed', /too long/],
  ['TimeoutError', 'no', 'failed', /TimeoutError: no/],
])('%s (%s) is %s', async (name, message, because, reason) => {
  expect(await told('ec2:DescribeAddresses', failing(name, message))).toMatchObject({
    ok: false,
    because,
    reason: expect.stringMatching(reason) as string,
  });
});

import { parameterValue } from '../../lib/deployed/parameter';

const named = (name: string) => Object.assign(new Error('no'), { name });
const ssm = (answer: unknown) => ({
  asked: [] as unknown[],
  send(command: { input: unknown }) {
    this.asked.push(command.input);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  },
});

test('the value, asked for as it is, or decrypted', async () => {
  const plain = ssm({ Parameter: { Value: 'v' } });
  expect(await parameterValue(plain, '/a')).toBe('v');
  expect(await parameterValue(plain, '/a', { WithDecryption: true })).toBe('v');
  expect(plain.asked).toEqual([{ Name: '/a' }, { Name: '/a', WithDecryption: true }]);
});

test('none of that name is nothing, any other refusal is an error', async () => {
  expect(await parameterValue(ssm(named('ParameterNotFound')), '/a')).toBeUndefined();
  await expect(parameterValue(ssm(named('AccessDeniedException')), '/a')).rejects.toThrow('no');
});

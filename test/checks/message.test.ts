import { rows } from './fake';
import { own } from './own';
import { signed, text } from './real-message';

describe('a real message', () => {
  const wrongWith = async (message: Buffer) =>
    own(await rows({ facts: { message: { value: message } } })).filter(({ verdict }) => verdict === 'fail');

  test('changed on its way fails DKIM', async () => {
    const message = Buffer.from((await signed()).toString().replace('Hello.', 'Hullo.'));
    expect(await wrongWith(message)).toMatchObject([{ id: 'dkim-message' }]);
  });

  test('signed, but from another domain, fails alignment', async () => {
    const message = await signed(text.replace('hello@example.com', 'hello@elsewhere.org'));
    expect(await wrongWith(message)).toMatchObject([
      { id: 'dmarc-alignment', seen: expect.stringContaining('elsewhere.org') as string },
    ]);
  });

  test('unsigned says so', async () => {
    expect(await wrongWith(Buffer.from(text))).toMatchObject([
      { id: 'dkim-message', seen: 'no signature of example.com' },
    ]);
  });
});


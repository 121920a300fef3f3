import { progress, say } from '../../lib/cli/say';

const TEXT =
  'mail.example.com took it from postmaster@example.com as DFD3620040; waiting for the receiver at https://receiver.example/a/long/way.';
const streams = { say: process.stdout, progress: process.stderr };

/** What each of the two streams gets, where a terminal has so many columns; a pipe has none. */
function written(tell: (text: string) => void, columns: number | undefined) {
  const before = Object.values(streams).map((stream) => [stream, stream.columns] as const);
  const spies = before.map(([stream]) => jest.spyOn(stream, 'write').mockReturnValue(true));
  for (const [stream] of before) Object.assign(stream, { columns });
  try {
    tell(TEXT);
    return spies.map(({ mock }) => mock.calls.map(([text]) => String(text)).join(''));
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const [stream, value] of before) Object.assign(stream, { columns: value });
  }
}

test.each([
  ['say', say, 0],
  ['progress', progress, 1],
] as const)('%s: as wide as the terminal, on its own stream', (_, tell, own) => {
  const narrow = written(tell, 40);
  const lines = (narrow[own] ?? '').split('\n');
  expect(lines.filter((line) => line.length > 40 && !line.includes('https://'))).toEqual([]);
  expect(lines.join(' ').trim()).toBe(TEXT);
  expect(lines.some((line) => line.startsWith('https://receiver.example/a/long/way.'))).toBe(true);
  expect(narrow[1 - own]).toBe('');
  expect(written(tell, 140)[own]).toBe(`${TEXT}\n`);
  expect((written(tell, undefined)[own] ?? '').split('\n')).toHaveLength(3);
});

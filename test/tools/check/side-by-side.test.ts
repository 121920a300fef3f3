import { failedTests } from '../../../tools/check/parts';
import { type Part, sideBySide } from '../../../tools/check/side-by-side';

function part(name: string, script: string): Part {
  return { name, argv: ['-e', script], again: (output) => [`again ${name} ${output.trim()}`] };
}
const linger = 'setInterval(() => {}, 1000)';

async function run(...lanes: Part[][]) {
  const said: string[] = [];
  const code = await sideBySide(lanes, (text) => said.push(text));
  return { code, said };
}

test('each part speaks in one piece, and all have to pass', async () => {
  const talk = (word: string) =>
    `for (let i = 0; i < 3; i += 1) setTimeout(() => console.log('${word}'), i * 20)`;
  const { code, said } = await run([part('a', talk('one')), part('b', '')], [part('c', talk('two'))]);
  expect(code).toBe(0);
  expect(said).toHaveLength(4);
  expect(said.find((text) => /^a: /m.test(text))).toMatch(/^one\none\none\na: passed in \d+ s\n\n$/);
  expect(said.find((text) => /^c: /m.test(text))).toMatch(/^two\ntwo\ntwo\nc: passed in \d+ s\n\n$/);
  expect(said.at(-1)).toBe('All of the check passed.\n');
});

test('a failure keeps no other part from its turn, and ends with what repeats it', async () => {
  const { code, said } = await run(
    [part('a', "console.error('why'); process.exitCode = 2"), part('b', "console.log('still')")],
    [part('c', "process.kill(process.pid, 'SIGKILL')")],
  );
  expect(code).toBe(1);
  expect(said.join('')).toMatch(/why\na: FAILED in/);
  expect(said.join('')).toMatch(/still\nb: passed in/);
  expect(said.at(-1)).toContain('a failed. To repeat it alone:\n  again a why\n');
  expect(said.at(-1)).toContain('c failed. To repeat it alone:\n  again c');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends what runs, begins nothing more, and is the exit code', async (signal, code) => {
  const begun = run([part('a', linger), part('b', "console.log('never')")], [part('c', linger)]);
  process.emit(signal, signal);
  expect(await begun).toEqual({ code, said: [] });
});

test('each failed file has a command; where none is named, the whole run has', () => {
  const output =
    'PASS unit test/a.test.ts\nFAIL unit test/c.test.ts (7 s)\nFAIL unit test/b.test.ts\nFAIL unit test/b.test.ts\n';
  expect(failedTests(output)).toEqual([
    'npx jest --selectProjects unit --runTestsByPath test/b.test.ts',
    'npx jest --selectProjects unit --runTestsByPath test/c.test.ts',
  ]);
  expect(failedTests('Out of memory')).toEqual(['npm run test:unit']);
});

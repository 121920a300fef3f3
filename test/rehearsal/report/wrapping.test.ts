import { columns } from '../../../lib/rehearsal/report/terminal-columns';
import { shownWidth, wrapped } from '../../../lib/rehearsal/report/wrapping';

const TEXT =
  'Gmail や Microsoft をはじめ多くの受信側は、固有の逆引き（PTR）がないアドレスからのメールを拒否します。';

test.each([20, 33, 40, 80])('Japanese fits %d columns, loses nothing and keeps its punctuation', (width) => {
  const lines = wrapped(TEXT, width);
  expect(Math.max(...lines.map(shownWidth))).toBeLessThanOrEqual(width);
  expect(lines.join('').replaceAll(' ', '')).toBe(TEXT.replaceAll(' ', ''));
  expect(lines.filter((line) => /^[、。）]/.test(line) || /（$/.test(line))).toEqual([]);
});

test('a command keeps its words whole among Japanese ones', () => {
  const lines = wrapped('次を実行してください。 postconf -P submission/inet/smtpd_tls_auth_only=yes', 44);
  expect(lines).toContain('submission/inet/smtpd_tls_auth_only=yes');
});

test('a link stays whole, in a line of its own if it must', () => {
  const link = 'https://aws.amazon.com/secrets-manager/pricing/';
  expect(wrapped(`now: ${link} and more`, 20)).toEqual(['now:', link, 'and more']);
});

test('a wide character is two columns to the column beside it', () => {
  expect(
    columns(
      [
        ['合格', 'a'],
        ['ok', 'b'],
      ],
      40,
    ),
  ).toBe('合格  a\nok    b');
});

test('a colour has no width', () => {
  expect(shownWidth('\u001b[31mfail\u001b[0m')).toBe(4);
});

describe('a command between backticks', () => {
  // Widths that break it at each of its spaces, were it prose.
  test.each([30, 31, 34, 40, 47])('stays in one line of %d columns', (width) => {
    const text = "Commit it and run `npx cdk deploy 'test/*'`; then `kitte dkim rotate` takes the next step.";
    const lines = wrapped(text, width);
    expect(lines.filter((line) => line.includes("`npx cdk deploy 'test/*'`"))).toHaveLength(1);
    expect(lines.join(' ')).toBe(text);
    expect(Math.max(...lines.map(shownWidth))).toBeLessThanOrEqual(width);
  });

  test('breaks at its spaces where no line is wide enough, and stays whole among Japanese', () => {
    expect(wrapped('run `npx cdk deploy`', 12)).toEqual(['run `npx cdk', 'deploy`']);
    expect(wrapped('次に`npx cdk deploy`を実行してください。', 20)).toContain('次に`npx cdk deploy`');
  });
});

import { receiverHost, layout } from '../../../../../lib/rehearsal/world/layout';
import { shownWidth } from '../../../../../lib/rehearsal/report/wrapping';
import { onLaptop } from '../../laptop';
import { plain } from '../../../../terminal';
import { Day } from './day';

const NARROW = 40;

/** Everything that prints for a person; the last of them by who may do everything. */
const COMMANDS: readonly (readonly string[])[] = [
  ['users'],
  ['queue'],
  ['mailbox'],
  ['logs', 'narrow@inbox.example.net'],
  ['port25', '--far-end', receiverHost],
  ['cost'],
  ['preflight', '--resolver', layout.router, '--far-end', receiverHost],
  ['preflight', '--resolver', layout.router, '--far-end', receiverHost, '--lang', 'ja'],
  ['dkim', 'status', '--resolver', layout.router],
];

/** Without the breaks, the padding and the colours: the same in every width. */
const words = (text: string) => plain(text).replace(/\s+/g, '');

/** A link is never broken. */
const tooLong = (shown: string) =>
  shown.split('\n').filter((line) => shownWidth(line) > NARROW && !/https?:/.test(line));

/** A terminal of 40 columns, and a pipe. */
jest.setTimeout(120_000);
const day = Day.begin();

test('in a pipe no colour and no spinner, in 40 columns the same words and no line that is longer', async () => {
  const sent = await day.kitte('send', '--to', 'narrow@inbox.example.net');
  expect(sent.code).toBe(0);
  for (const args of COMMANDS) {
    const [piped, narrow] = await Promise.all([
      onLaptop(day.server.rehearsal.stand, [...args, '--config', day.server.config]),
      day.atTerminal(args, [], { columns: NARROW, admin: true }),
    ]);
    expect(piped).toMatchObject({ code: 0, stdout: plain(piped.stdout) });
    expect(narrow.status).toBe(0);
    const shown = plain(narrow.stdout);
    expect(words(shown)).toContain(words(piped.stdout));
    expect({ args, tooLong: tooLong(shown) }).toEqual({ args, tooLong: [] });
  }
}, 180_000);

test('what is pasted is never broken, and sending shows how far it is', async () => {
  const args = ['users', 'show', 'app', '--for', 'django'];
  const [piped, narrow] = await Promise.all([
    day.kitte(...args),
    day.atTerminal(args, [], { columns: NARROW }),
  ]);
  expect(plain(narrow.stdout)).toContain(piped.stdout);
  const sent = await day.atTerminal(['send', '--to', 'narrow@inbox.example.net'], [], { columns: NARROW });
  expect(sent.status).toBe(0);
  expect(tooLong(plain(sent.stdout))).toEqual([]);
  expect(words(sent.stdout)).toMatch(/waitingforthereceiver\.Deliveredtonarrow@inbox\.example\.net/);
});

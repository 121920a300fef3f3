import type { Letter, Mailbox, WholeLetter } from '../../../../../lib/operate/mailbox/ask';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { CTRL_C, plain } from '../../../../terminal';
import { Day, REFUSING } from './day';

/** What lies in the mailbox on the server: a message that came back, and a letter to a role. */
jest.setTimeout(120_000);
const day = Day.begin();
/** What a terminal would obey, in a field and in the text. */
const EVIL = 'Gr\u00fc\u00dfe \u001b[2J';

const mailbox = async () => JSON.parse((await day.kitte('mailbox', '--json')).stdout) as Mailbox;
const lies = (what: string, is: (letter: Letter) => boolean) =>
  until(what, 60_000, async () => (await mailbox()).letters.findLast(is));

/** A stranger's letter to a role, over port 25. */
async function write(subject: string): Promise<void> {
  const { world } = day.server.rehearsal.stand;
  const message = [
    'From: Stranger <stranger@inbox.example.net>',
    'To: postmaster@bounce.example.com',
    `Subject: ${subject}`,
    '',
    `Hello ${EVIL}`,
    '.',
  ].join('\r\n');
  const { answers } = await world.client.smtp({
    ...{ host: 'mail.example.com', port: 25, tls: 'none' },
    commands: [
      ...['EHLO laptop.example.net', 'MAIL FROM:<stranger@inbox.example.net>'],
      ...['RCPT TO:<postmaster@bounce.example.com>', 'DATA', message],
    ],
  });
  expect(answers.at(-1)).toMatch(/^250 /);
}

let returned: Letter;
let role: Letter;

test('a message that came back and a letter to a role are listed, with whom it did not reach and why', async () => {
  const sent = await day.kitte('send', '--to', REFUSING, '--from', 'app@example.com');
  expect(sent.code).toBe(1);
  await write('To the postmaster \u001b[2J');
  returned = await lies('the message to come back', ({ kind }) => kind === 'returned');
  role = await lies('the letter', ({ subject }) => subject.startsWith('To the postmaster'));
  expect(returned).toMatchObject({
    ...{ sender: '', to: 'app@bounce.example.com' },
    failed: [{ recipient: REFUSING, words: expect.stringContaining('Relay access denied') as string }],
  });
  expect(role).toMatchObject({ to: 'postmaster@bounce.example.com', kind: 'letter', failed: [] });

  const { stdout } = await day.kitte('mailbox');
  expect(stdout).toMatch(new RegExp(`^${returned.id} .*, to app@bounce\\.example\\.com$`, 'm'));
  expect(stdout.replace(/\s+/g, ' ')).toContain(`not delivered to ${REFUSING}: `);
  expect(stdout).toContain('To the postmaster ⟨U+001B⟩[2J');
  expect(stdout).toBe(plain(stdout));
});

test('one of them is shown, whole as a program wants it, and made visible for a person', async () => {
  const shown = await day.kitte('mailbox', 'show', returned.id);
  expect(shown.stdout).toMatch(/^From: .*Mail Delivery System/m);
  expect(shown.stdout).toMatch(/^Diagnostic-Code: .*Relay access denied/m);
  const letter = JSON.parse((await day.kitte('mailbox', 'show', role.id, '--json')).stdout) as WholeLetter;
  expect(letter).toMatchObject({ id: role.id, left: 0, textLeft: 0, attached: [] });
  expect(letter.text).toContain(EVIL);
  expect((await day.kitte('mailbox', 'show', role.id)).stdout).toContain('Hello Grüße ⟨U+001B⟩[2J');
  const raw = await day.kitte('mailbox', 'show', role.id, '--raw');
  expect(raw.stdout).toMatch(/^X-Envelope-From: <stranger@inbox\.example\.net>$/m);
});

test('an id that is not there is refused, and nothing is deleted', async () => {
  const before = await mailbox();
  const wrong = await day.kitte('mailbox', 'delete', role.id, '000000000000', '--yes');
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toMatch(/No letter 000000000000 lies there.*Nothing was deleted/s);
  expect((await day.kitte('mailbox', 'show', '000000000000')).stderr).toContain(
    'no letter 000000000000 lies here',
  );
  const unasked = await day.kitte('mailbox', 'delete', role.id);
  expect(unasked).toMatchObject({ code: 1 });
  expect(unasked.stderr).toContain('give --yes to agree');
  expect((await day.kitte('mailbox', 'delete', role.id, '--dry-run')).stdout).toContain('1 letter, ');
  for (const keys of ['n\r', CTRL_C]) {
    const left = await day.atTerminal(
      ['mailbox', 'delete', role.id],
      [[/Delete\s+for\s+ever:\s+1\s+letter\s+of\s+prod/, keys]],
    );
    expect(plain(left.stdout)).toContain('Nothing is changed.');
  }
  expect(await mailbox()).toEqual(before);
});

test('deleted: the letter alone; the other keeps its id, and mail that comes later stays', async () => {
  const gone = await day.kitte('mailbox', 'delete', role.id, '--yes');
  expect(gone).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 letter deleted, of prod') as string,
  });
  const ids = (await mailbox()).letters.map(({ id }) => id);
  expect(ids).toContain(returned.id);
  expect(ids).not.toContain(role.id);

  await write('After it');
  const later = await lies('the later letter', ({ subject }) => subject === 'After it');
  const all = await day.kitte('mailbox', 'delete', '--all', '--yes', '--json');
  expect((JSON.parse(all.stdout) as { deleted: string[] }).deleted).toEqual(
    expect.arrayContaining([returned.id, later.id]),
  );
  expect((await day.kitte('mailbox')).stdout).toMatch(/\n\nNothing lies in the mailbox\.\n$/);
  // It is delivered to as before.
  await write('To an emptied mailbox');
  await lies('the next letter', ({ subject }) => subject === 'To an emptied mailbox');
});

import { submissionsIn } from '../../../lib/rehearsal/messages/tap/session';

const client = (...lines: string[]) => lines.join('\r\n') + '\r\n';

test('a submission, command by command, without the dots that SMTP adds', () => {
  const said = client(
    ...[
      'EHLO x',
      'AUTH LOGIN',
      'dXNlcg==',
      'cGFzcw==',
      'MAIL FROM:<a@example.com> SIZE=9',
      'RCPT TO:<b@x.example>',
    ],
    ...['DATA', 'Subject: x', '', '..', '..two', 'end', '.', 'QUIT'],
  );
  const heard = client(
    ...[
      '220 hi',
      '250-a',
      '250 b',
      '334 u',
      '334 p',
      '235 in',
      '250 ok',
      '250 ok',
      '354 go',
      '250 2.0.0 queued',
      '221 bye',
    ],
  );
  expect(submissionsIn(said, heard)).toEqual([
    {
      from: 'a@example.com',
      recipients: [{ address: 'b@x.example', reply: '250 ok' }],
      content: 'Subject: x\r\n\r\n.\r\n.two\r\nend\r\n',
      reply: '250 2.0.0 queued',
    },
  ]);
});

test('pipelined and refused at DATA: no content follows', () => {
  const said = client(
    'EHLO x',
    'MAIL FROM:<>',
    'RCPT TO:<b@x.example>',
    'DATA',
    'RSET',
    'MAIL FROM:<c@x.example>',
  );
  const heard = client(
    '220 hi',
    '250 a',
    '250 ok',
    '250 ok',
    '550 5.5.3 too many',
    '250 ok',
    '553 5.7.1 not yours',
  );
  expect(submissionsIn(said, heard).map(({ from, content, reply }) => [from, content, reply])).toEqual([
    ['', undefined, '550 5.5.3 too many'],
    ['c@x.example', undefined, '553 5.7.1 not yours'],
  ]);
});

test('in chunks', () => {
  const said = `${client('EHLO x', 'MAIL FROM:<a@x.example>', 'RCPT TO:<b@x.example>')}BDAT 4\r\nab\r\nBDAT 3 LAST\r\n.\r\nQUIT\r\n`;
  const heard = client('220 hi', '250 a', '250 ok', '250 ok', '250 4 octets', '250 queued', '221 bye');
  expect(submissionsIn(said, heard)).toMatchObject([{ content: 'ab\r\n.\r\n', reply: '250 queued' }]);
});

test('who is refused every recipient leaves without a message', () => {
  const said = client('EHLO x', 'MAIL FROM:<a@x.example>', 'RCPT TO:<b@x.example>', 'QUIT');
  const heard = client('220 hi', '250 a', '250 ok', '554 5.7.1 no', '221 bye');
  expect(submissionsIn(said, heard)).toMatchObject([{ content: undefined, reply: '554 5.7.1 no' }]);
});

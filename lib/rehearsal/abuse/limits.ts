import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createHash, randomUUID } from 'node:crypto';

import type { Limits } from '../../config/environment';
import { namesOf } from '../../config/names';
import { settingsDocument } from '../../machine/settings';
import type { LocalAccountHandle } from '../account';
import { letter, type Sender } from '../judge/delivery';
import { clientHost, layout, receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import type { World } from '../world';
import { NOTHING, numbered, type Row } from './row';

/** Small enough to be met in a test; put in force as a deploy does, on the running server. */
const SMALL: Limits = { messageSizeMiB: 1, recipientsPerMessage: 3, messagesPerDay: 6, recipientsPerDay: 12 };
const AT_ONCE = 8;
const to = (name: string) => `${name}@${receiverDomain}`;

/** What a login may send, and that its password's thief is noticed. Leaves the limits as they were. */
export async function limitRows(
  world: World,
  sender: Sender,
  instance: string,
  account: Pick<LocalAccountHandle, 'env'>,
): Promise<readonly Row[]> {
  const trial = new Trial(world, sender, instance, account);
  const uptime = await trial.booted();
  await trial.put(SMALL);
  try {
    return [
      ...(await trial.sizes()),
      ...(await trial.recipients()),
      ...(await trial.day()),
      ...(await trial.noticed()),
      ...(await trial.broken()),
      await trial.lifted(uptime),
    ];
  } finally {
    await trial.put(sender.environment.limits);
    await trial.forget();
  }
}

class Trial {
  private readonly next = numbered('limits');
  private readonly run = randomUUID().slice(0, 8);
  private count = 0;

  constructor(
    private readonly world: World,
    private readonly sender: Sender,
    private readonly instance: string,
    private readonly account: Pick<LocalAccountHandle, 'env'>,
  ) {}

  async sizes(): Promise<Row[]> {
    const most = SMALL.messageSizeMiB << 20;
    const told = await this.dialogue(['EHLO laptop']);
    const early = await this.dialogue([
      ...this.login(),
      `MAIL FROM:<${this.sender.from}> SIZE=${String(most + 1)}`,
    ]);
    const lines = `${'x'.repeat(76)}\r\n`.repeat(Math.ceil(most / 78) + 1);
    const late = await this.dialogue([
      ...this.login(),
      `MAIL FROM:<${this.sender.from}>`,
      `RCPT TO:<${to('reader')}>`,
      'DATA',
      `From: ${this.sender.from}\r\nSubject: ${this.run} too large\r\n\r\n${lines}.`,
    ]);
    return [
      await this.row('the size is announced', 'EHLO', told, `250 SIZE ${String(most)}`, (answer) =>
        answer.includes(`SIZE ${String(most)}`),
      ),
      await this.row(
        'a size declared over the limit',
        'MAIL FROM SIZE=',
        early,
        '552 5.3.4',
        starts('552 5.3.4'),
      ),
      await this.row(
        'a size over the limit that nobody declared',
        'DATA',
        late,
        '552 5.3.4',
        starts('552 5.3.4'),
      ),
    ];
  }

  async recipients(): Promise<Row[]> {
    const names = Array.from({ length: SMALL.recipientsPerMessage + 1 }, (_, index) =>
      to(`r${String(index)}`),
    );
    const { answers } = await this.speak([
      ...this.login(),
      `MAIL FROM:<${this.sender.from}>`,
      ...names.map((name) => `RCPT TO:<${name}>`),
      'RSET',
    ]);
    const replies = answers.slice(-names.length - 1, -1);
    const sent = `${String(names.length)} times RCPT TO, of ${String(SMALL.recipientsPerMessage)} allowed`;
    return [
      await this.row('a recipient too many', sent, replies.at(-1) ?? '', '452 4.5.3', starts('452 4.5.3')),
      await this.row('those before it', sent, replies.slice(0, -1).join(' / '), '250 each', () =>
        replies.slice(0, -1).every(starts('250')),
      ),
    ];
  }

  /** As many at once as there are smtpd processes to confuse: exactly the limit gets through. */
  async day(): Promise<Row[]> {
    await this.forget();
    const all = await Promise.all(Array.from({ length: AT_ONCE }, () => this.send(['reader'])));
    const accepted = all.filter(starts('250'));
    const refused = all.filter((answer) => !starts('250')(answer));
    const messages = await this.row(
      `${String(AT_ONCE)} messages at once, of ${String(SMALL.messagesPerDay)} in 24 hours`,
      `${String(AT_ONCE)} whole messages`,
      [...new Set(refused)].join(' / ') || 'all accepted',
      `${String(SMALL.messagesPerDay)} accepted, the others 450 4.7.1`,
      () => accepted.length === SMALL.messagesPerDay && refused.every(has('450 4.7.1')),
    );
    await this.exec('systemctl', 'restart', 'kitte-guard');
    const restarted = await this.send(['reader']);
    const arrived = await this.arrived();
    await this.forget();
    const trios: string[] = [];
    while (trios.length <= SMALL.recipientsPerDay / 3) trios.push(await this.send(['r1', 'r2', 'r3']));
    return [
      messages,
      await this.row(
        'one more after a restart of the counter',
        'a message',
        restarted,
        '450 4.7.1',
        has('450 4.7.1'),
      ),
      await this.row(
        'what was accepted arrives, what was refused does not',
        `${String(AT_ONCE + 1)} messages`,
        `${String(arrived)} at the receiver`,
        `${String(SMALL.messagesPerDay)} at the receiver`,
        () => arrived === SMALL.messagesPerDay,
      ),
      await this.row(
        `messages to three, of ${String(SMALL.recipientsPerDay)} recipients in 24 hours`,
        `${String(trios.length)} messages to three`,
        trios.at(-1) ?? '',
        'the last one 450 4.7.1',
        (answer) => trios.slice(0, -1).every(starts('250')) && has('450 4.7.1')(answer),
      ),
    ];
  }

  /** A stolen password shows: in the journal, and in the postmaster's mailbox. */
  async noticed(): Promise<Row[]> {
    const journal = await this.exec('journalctl', '-u', 'kitte-guard', '--no-pager', '-o', 'cat');
    const words = (kind: string) =>
      journal.split('\n').findLast((line) => line.startsWith(`kitte: ${kind} login=${this.sender.login} `)) ??
      'nothing';
    const tells = (line: string) =>
      /messages \d+ of \d+, recipients \d+ of \d+/.test(line) && line.includes(layout.client);
    const mail = await until('the notice in the postmaster’s mailbox', 60_000, async () => {
      const box = await this.exec('sh', '-c', 'cat /var/mail/kitte 2>/dev/null || true');
      return box.includes('Subject: Kitte: limit met') ? box : undefined;
    }).catch((error: unknown) => String(error));
    const sent = 'four fifths of the limit, then all of it';
    return [
      await this.row(
        'a warning before the limit',
        sent,
        words('limit warning'),
        'login, count, address',
        tells,
      ),
      await this.row('an event at the limit', sent, words('limit met'), 'login, count, address', tells),
      await this.row(
        'the postmaster is told',
        sent,
        /^Subject: Kitte: .*$/m.exec(mail)?.[0] ?? mail,
        'a signed message with the login and its count',
        () =>
          mail.includes('Subject: Kitte: limit warning') &&
          mail.includes(`limit met login=${this.sender.login} messages`) &&
          mail.includes('DKIM-Signature:'),
      ),
    ];
  }

  /** Without its counter the server puts off instead of sending uncounted. */
  async broken(): Promise<Row[]> {
    await this.forget();
    await this.exec('systemctl', 'stop', 'kitte-guard.socket', 'kitte-guard.service');
    const dead = await this.send(['reader']);
    await this.exec('systemctl', 'start', 'kitte-guard.socket');
    const back = await this.send(['reader']);
    return [
      await this.row(
        'a message while the counter is dead',
        'a message',
        dead,
        '451 4.3.5, temporary',
        has('451 4.3.5'),
      ),
      await this.row('a message when it is back', 'a message', back, '250', starts('250')),
    ];
  }

  async lifted(uptime: string): Promise<Row> {
    await this.put(this.sender.environment.limits);
    const answer = await this.send(['reader']);
    const same = (await this.booted()) === uptime;
    return this.row(
      'raised limits, without a reboot',
      'the settings, then a message',
      answer,
      '250, same boot',
      (reply) => starts('250')(reply) && same,
    );
  }

  /** As a deploy does; then waits for the machine's own word that they are in force. */
  async put(limits: Limits): Promise<void> {
    const { environment } = this.sender;
    const { env } = this.account;
    const document = settingsDocument({ ...environment, limits });
    const client = new SSMClient({
      endpoint: env['AWS_ENDPOINT_URL'] ?? '',
      region: env['AWS_REGION'] ?? '',
      credentials: {
        accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      },
    });
    const name = namesOf(environment.name).settings;
    await client.send(
      new PutParameterCommand({ Name: name, Value: document, Type: 'String', Overwrite: true }),
    );
    client.destroy();
    const digest = createHash('sha256').update(document).digest('hex');
    await until('the machine to follow the settings', 120_000, async () => {
      const report = JSON.parse(await this.exec('cat', '/run/kitte/report.json')) as Record<string, string>;
      return report['settings'] === digest && report['state'] === 'converged' ? true : undefined;
    });
  }

  /** What was counted of this login, taken back: as its person may, see the runbook. */
  async forget(): Promise<void> {
    const script = [
      'import sqlite3, sys',
      "counts = sqlite3.connect('/var/lib/kitte/guard/counts.sqlite')",
      "for table in ('sent', 'told'): counts.execute(f'DELETE FROM {table} WHERE login = ?', (sys.argv[1],))",
      'counts.commit()',
    ];
    await this.exec(
      'runuser',
      '-u',
      'kitte-guard',
      '--',
      'python3',
      '-c',
      script.join('\n'),
      this.sender.login,
    );
  }

  async booted(): Promise<string> {
    return (await this.exec('stat', '-c', '%Y', '/proc/1')).trim();
  }

  private async arrived(): Promise<number> {
    await this.drained();
    const messages = await this.world.receiver.messages();
    return messages.filter(({ source }) => source.includes(`Subject: ${this.run} `)).length;
  }

  private async send(names: readonly string[]): Promise<string> {
    const { environment, login, password, from } = this.sender;
    const { response } = await this.world.client.submit({
      host: environment.hostName,
      port: 465,
      tls: 'implicit',
      login,
      password,
      envelope: { from, to: names.map(to) },
      message: letter({
        from,
        to: to('reader'),
        subject: `${this.run} ${String((this.count += 1))}`,
        id: `<${randomUUID()}@${clientHost}>`,
      }),
    });
    return response;
  }

  private login(): string[] {
    const plain = Buffer.from(`\0${this.sender.login}\0${this.sender.password}`).toString('base64');
    return ['EHLO laptop', `AUTH PLAIN ${plain}`];
  }

  private speak(commands: readonly string[]) {
    const host = this.sender.environment.hostName;
    return this.world.client.smtp({ host, port: 465, tls: 'implicit', commands });
  }

  private async dialogue(commands: readonly string[]): Promise<string> {
    const { answers, error } = await this.speak(commands);
    return error ?? answers.at(-1) ?? '';
  }

  private async drained(): Promise<string> {
    const queue = () => this.exec('postqueue', '-j');
    await until('the queue to be empty', 60_000, async () =>
      (await queue()).trim() === '' ? true : undefined,
    ).catch(() => undefined);
    return (await queue()).trim() || NOTHING;
  }

  private async row(
    what: string,
    sent: string,
    answer: string,
    expected: string,
    passes: (answer: string) => boolean,
  ): Promise<Row> {
    const left = await this.drained();
    return {
      id: this.next(),
      group: 'limits',
      case: what,
      sent,
      answer: answer.replaceAll('\n', ' / '),
      left,
      expected,
      pass: passes(answer) && left === NOTHING,
    };
  }

  private async exec(...argv: string[]): Promise<string> {
    return (await this.world.exec(this.instance, argv)).stdout;
  }
}

const starts = (code: string) => (answer: string) => answer.startsWith(code);
const has = (code: string) => (answer: string) => answer.includes(code);

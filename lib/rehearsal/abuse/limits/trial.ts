import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { randomUUID } from 'node:crypto';

import type { Limits } from '../../../config/environment';
import { namesOf } from '../../../config/names';
import { answerOf, commandLine } from '../../../contract/commands';
import { settingsHash } from '../../../contract/settings';
import { settingsDocument } from '../../../machine/settings';
import type { LocalAccountHandle } from '../../../local-aws';
import { letter, type Sender } from '../../judge/delivery';
import type { World } from '../../world';
import { clientHost, receiverDomain } from '../../world/layout';
import { until } from '../../world/shell';
import { NOTHING, numbered, type Row } from '../row';

/** Small enough to be met in a test; put in force as a deploy does, on the running server. */
export const SMALL: Limits = {
  messageSizeMiB: 1,
  recipientsPerMessage: 3,
  messagesPerDay: 6,
  recipientsPerDay: 12,
};
export const to = (name: string) => `${name}@${receiverDomain}`;

/** One login on a server with small limits: sends, and writes down what came of it. */
export class Trial {
  private readonly next = numbered('limits');
  readonly run = randomUUID().slice(0, 8);
  private count = 0;

  constructor(
    readonly world: World,
    readonly sender: Sender,
    private readonly instance: string,
    private readonly account: Pick<LocalAccountHandle, 'sdk'>,
  ) {}

  /** As a deploy does; then waits for the machine's own word that they are in force. */
  async put(limits: Limits): Promise<void> {
    const { environment } = this.sender;
    const document = settingsDocument({ ...environment, limits });
    const client = new SSMClient(this.account.sdk);
    const name = namesOf(environment.name).settings;
    await client.send(
      new PutParameterCommand({ Name: name, Value: document, Type: 'String', Overwrite: true }),
    );
    client.destroy();
    const digest = settingsHash(document);
    await until('the machine to follow the settings', 120_000, async () => {
      const { settings, state } = answerOf('status', await this.exec('sh', '-c', commandLine('status')));
      return settings === digest && state === 'converged' ? true : undefined;
    });
  }

  /** What was counted of this login, taken back: as its person may, see the runbook. */
  async forget(): Promise<void> {
    await this.exec('sh', '-c', commandLine('forget', [this.sender.login]));
  }

  async booted(): Promise<string> {
    return (await this.exec('stat', '-c', '%Y', '/proc/1')).trim();
  }

  async arrived(): Promise<number> {
    await this.drained();
    const messages = await this.world.receiver.messages();
    return messages.filter(({ source }) => source.includes(`Subject: ${this.run} `)).length;
  }

  async send(names: readonly string[]): Promise<string> {
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

  login(): string[] {
    const plain = Buffer.from(`\0${this.sender.login}\0${this.sender.password}`).toString('base64');
    return ['EHLO laptop', `AUTH PLAIN ${plain}`];
  }

  speak(commands: readonly string[]) {
    const host = this.sender.environment.hostName;
    return this.world.client.smtp({ host, port: 465, tls: 'implicit', commands });
  }

  async dialogue(commands: readonly string[]): Promise<string> {
    const { answers, error } = await this.speak(commands);
    return error ?? answers.at(-1) ?? '';
  }

  /** What stays in the queue; that it was empty once is enough, as the machine itself writes letters at any time. */
  async drained(): Promise<string> {
    const queue = async () => (await this.exec('postqueue', '-j')).trim();
    return until('the queue to be empty', 60_000, async () =>
      (await queue()) === '' ? NOTHING : undefined,
    ).catch(queue);
  }

  async row(
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

  async exec(...argv: string[]): Promise<string> {
    return (await this.world.exec(this.instance, argv)).stdout;
  }
}

import { deployed, type Deployed, ZONE_ID } from '../../../deployed';
import { receiverHost } from '../../../../../lib/rehearsal/world/layout';
import { conversed, inTerminal, type Keys } from '../../../../terminal';
import { type Key, laptopEnv, onLaptop, program } from '../../laptop';
import { operatorKey } from '../../operator';

export const SETTINGS = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  envelopeDomain: 'bounce.example.com',
  users: [{ login: 'mailer' }, { login: 'app', senders: ['app@example.com'] }],
};
/** It answers for itself, and relays for nobody: the receiver refuses it. */
export const REFUSING = `nobody@${receiverHost}`;

/** One deployed server, and a person who may do no more than the docs say. */
export class Day {
  private person: Key | undefined;

  private constructor(readonly server: Deployed) {}

  /** Begins before all tests of the file. */
  static begin(): Day {
    const day = new Day(deployed(SETTINGS, { judged: false }));
    beforeAll(async () => (day.person = await operatorKey(day.server.rehearsal.stand)));
    return day;
  }

  get key(): Key {
    if (this.person === undefined) throw new Error('The day has not begun.');
    return this.person;
  }

  kitte(...args: string[]) {
    return onLaptop(this.server.rehearsal.stand, [...args, '--config', this.server.config], this.key);
  }

  /** The same in a terminal, its questions answered; with `admin` by who may do everything. */
  atTerminal(args: readonly string[], keys: Keys, options: { columns?: number; admin?: true } = {}) {
    const { stand } = this.server.rehearsal;
    const argv = [process.execPath, program, ...args, '--config', this.server.config];
    // The SDK's warning about this Node would stand between the command's own words.
    const env = {
      ...laptopEnv(stand.account.env, options.admin === true ? undefined : this.key),
      NODE_NO_WARNINGS: '1',
    };
    return conversed(stand.world.client.spawn(inTerminal(argv, options.columns), env), keys);
  }

  passwords(): Record<string, string> {
    const secret = this.server.rehearsal.stand.account.readSecret('kitte/prod/users') ?? '{}';
    return JSON.parse(secret) as Record<string, string>;
  }

  /** With a mail client that is not Kitte's own command. */
  submit(to: string, password: string) {
    return this.server.rehearsal.stand.world.client.submit({
      ...{ host: 'mail.example.com', port: 465, tls: 'implicit', login: 'app', password },
      envelope: { from: 'app@example.com', to: [to] },
      message: `From: app@example.com\r\nTo: ${to}\r\nSubject: Hello\r\n\r\nHello.\r\n`,
    });
  }

  async received(text: string): Promise<number> {
    const messages = await this.server.rehearsal.stand.world.receiver.messages();
    return messages.filter(({ source }) => source.includes(text)).length;
  }
}

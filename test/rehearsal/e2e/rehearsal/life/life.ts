import { deployed, type Deployed, type DeployedOptions, ZONE_ID } from '../../../deployed';

/**
 * One server's life: created, changed under way, stopped and started, taken down. Needs root; where it cannot run it
 * fails and says what is missing, as a rehearsal that is skipped proves nothing.
 */
export const domain = 'example.com';
export const to = 'reader@inbox.example.net';

export const base = { domain, hostedZone: { id: ZONE_ID } };
export const grown = {
  ...base,
  dkim: { selectors: ['kitte1', 'kitte2'], active: 'kitte1' },
  users: [
    { login: 'mailer', senders: [`@${domain}`] },
    { login: 'shop', senders: [`orders@${domain}`] },
  ],
};
export const receiving = { ...grown, mx: true };

/** The server at its beginning, and how the tests reach it. */
export class Life {
  private constructor(readonly server: Deployed) {}

  static begin(more: Pick<DeployedOptions, 'asLeft'> = {}): Life {
    return new Life(deployed(base, { judged: true, ...more }));
  }

  get stand() {
    return this.server.rehearsal.stand;
  }

  get machine(): string {
    return this.stand.account.instances()[0]?.id ?? 'none';
  }

  exec(...argv: string[]) {
    return this.stand.world.exec(this.machine, argv);
  }

  /** When the first process began: changes with every boot. */
  async bootTime(): Promise<string> {
    return (await this.exec('stat', '-c', '%Y', '/proc/1')).stdout.trim();
  }

  submit(login: string, from: string, message: string) {
    const { environment, password } = this.server.rehearsal.sender(login);
    return this.stand.world.client.submit({
      host: environment.hostName,
      port: 465,
      tls: 'implicit',
      login,
      password,
      envelope: { from, to: [to] },
      message,
    });
  }
}

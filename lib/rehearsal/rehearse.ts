import { domainsOf, loginsOf, zonesOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { domainOf } from '../config/schema/mail-address';
import { namesOf } from '../config/names';
import { isDelegated } from '../dns/reverse-name';
import { closed, delegate } from './judge/delegation';
import { deliver, senderOf, type Sender } from './judge/delivery';
import { elsewhereOf, enterAll } from './judge/entering';
import { published, recordVerdict } from './judge/published';
import { acrossDomains, refusals } from './judge/refusals';
import { strictVerdicts } from './judge/strictness';
import {
  conclude,
  type Message,
  type RecordSeen,
  type RehearsalResult,
  type Step,
  type Verdict,
} from './report/result';
import { machineSummary } from './machine-summary';
import { prepare, Stand, type StandOptions } from './stand';

/** One thing that a person watches: its title, and the work, which may say what it is at. */
export interface Task {
  readonly title: string;
  run(say: (text: string) => void): Promise<void>;
}

export class DeployError extends Error {
  constructor(what: string, output: string, journal: string) {
    super(
      [`${what} failed. The CDK CLI said:`, output.trim().split('\n').slice(-25).join('\n'), journal]
        .filter((part) => part !== '')
        .join('\n\n'),
    );
    this.name = 'DeployError';
  }
}

/** One rehearsal: the tasks in their order, then the result they made. */
export class Rehearsal {
  private readonly started = Date.now();
  private readonly steps: Step[] = [];
  private standing: Stand | undefined;
  private readonly messages: Message[] = [];
  private readonly verdicts: Verdict[] = [];
  private seen: readonly RecordSeen[] = [];

  constructor(
    private readonly options: StandOptions & {
      /** Further context for the CDK CLI, such as `config=FILE`. */
      readonly context?: readonly string[];
    },
  ) {}

  get stand(): Stand {
    if (this.standing === undefined)
      throw new Error('The rehearsal has not begun: its world is not there yet.');
    return this.standing;
  }

  get begun(): boolean {
    return this.standing !== undefined;
  }

  private get environment(): Environment {
    return this.options.environment;
  }

  tasks(): Task[] {
    return [
      this.task('Prepare Debian 13 and its packages (the first run downloads them)', async (say) => {
        const images = await prepare(this.options.cacheDirectory, say);
        say('Laying out DNS, certificate authority, receiver and client');
        this.standing = await Stand.raise(this.options, images);
      }),
      this.task('Bootstrap the local account; cdk synth', (say) => this.bootstrap(say)),
      this.task('cdk deploy: address and keys, the machine, its records', (say) => this.deploy(say)),
      ...(zonesOf(this.environment).every(isDelegated)
        ? []
        : [
            this.task('Delegate the zone as its owner will; the certificate follows', async () => {
              this.verdicts.push(await closed(this.stand, this.environment, this.address()));
              await delegate(this.stand, this.environment);
            }),
          ]),
      ...(elsewhereOf(this.environment).length === 0
        ? []
        : [
            this.task('Enter the records where the DNS is elsewhere; the machine sees them', () =>
              enterAll(this.stand, this.environment, this.address()),
            ),
          ]),
      this.task('Ask the world for every record', async () => {
        this.seen = await published(this.stand, this.environment, this.address());
        this.verdicts.push(recordVerdict(this.seen));
      }),
      this.task('Send mail on 465 and 587, judge it where it arrives', async () => {
        await this.stand.world.receiverReady();
        const { world } = this.stand;
        const all = this.senders().flatMap((sender) =>
          ([465, 587] as const).map((port) => deliver(world, sender, port)),
        );
        const [strict, ...messages] = await Promise.all([this.strictly(), ...all]);
        this.messages.push(...messages);
        this.verdicts.push(...strict);
      }),
      this.task('Try what must be refused', async () => {
        this.verdicts.push(...(await refusals(this.stand.world, this.sender())));
        this.verdicts.push(...(await acrossDomains(this.stand.world, this.senders())));
      }),
    ];
  }

  /** The account, and the templates: neither wants anything of the other. */
  async bootstrap(say: (text: string) => void): Promise<void> {
    const { env } = this.stand.account;
    const target = `aws://${env['CDK_DEFAULT_ACCOUNT'] ?? ''}/${env['CDK_DEFAULT_REGION'] ?? ''}`;
    const both = await Promise.allSettled([
      // Outside the project: beside an app the CLI would synthesize it first, only to throw it away.
      this.cdk(['bootstrap', target], say, this.stand.world.directory),
      this.cdk(['synth', '--quiet', this.stacks, ...this.context()], say),
    ]);
    for (const one of both) if (one.status === 'rejected') throw one.reason;
  }

  async deploy(say: (text: string) => void): Promise<void> {
    await this.cdk(
      [
        ...['deploy', this.stacks, '--app', this.stand.templates],
        ...['--require-approval', 'never', '--progress', 'events'],
      ],
      say,
    );
  }

  private get stacks(): string {
    return `${this.environment.name}/*`;
  }

  context(): string[] {
    return [...(this.options.context ?? []), `environment=${this.environment.name}`].flatMap((entry) => [
      '-c',
      entry,
    ]);
  }

  sender(login = loginsOf(this.environment)[0]?.login ?? ''): Sender {
    return this.senderAs(this.environment, login);
  }

  /** For each domain a login that may send as it. */
  senders(): Sender[] {
    const logins = loginsOf(this.environment);
    return domainsOf(this.environment).flatMap((seen) => {
      const login = logins.find(({ senders }) => senders.some((sender) => domainOf(sender) === seen.domain));
      return login === undefined ? [] : [this.senderAs({ ...seen, users: [login] }, login.login)];
    });
  }

  private senderAs(environment: Environment, login: string): Sender {
    const secret = this.stand.account.readSecret(namesOf(this.environment.name).usersSecret) ?? '{}';
    const password = (JSON.parse(secret) as Record<string, string>)[login] ?? '';
    return { environment, address: this.address(), login, password, from: senderOf(environment, login) };
  }

  /** What receivers that refuse what they may make of a message. */
  strictly(): Promise<Verdict[]> {
    const machine = this.stand.account.instances()[0]?.id ?? 'none';
    return strictVerdicts(this.stand.world, machine, this.sender());
  }

  address(): string {
    const { foundation } = namesOf(this.environment.name).stacks;
    const stack = this.stand.account.stacks().find(({ name }) => name === foundation);
    return stack?.outputs['ElasticIp'] ?? '';
  }

  async result(): Promise<RehearsalResult> {
    const { environment } = this;
    return conclude({
      version: 1,
      startedAt: new Date(this.started).toISOString(),
      seconds: (Date.now() - this.started) / 1000,
      environment: {
        name: environment.name,
        region: this.stand.account.env['AWS_REGION'] ?? '',
        domain: environment.domain,
        hostName: environment.hostName,
        envelopeDomain: environment.envelopeDomain,
        address: this.address(),
        users: loginsOf(environment).map(({ login }) => login),
      },
      steps: this.steps,
      messages: this.messages,
      verdicts: this.verdicts,
      records: this.seen,
      machine: await machineSummary(this.stand, environment),
      stacks: this.stand.account.stacks(),
    });
  }

  private task(title: string, work: (say: (text: string) => void) => Promise<void>): Task {
    return {
      title,
      run: async (say) => {
        const started = Date.now();
        await work(say);
        this.steps.push({ title, seconds: (Date.now() - started) / 1000 });
      },
    };
  }

  private async cdk(args: string[], say: (text: string) => void, cwd?: string): Promise<void> {
    const { exitCode, output } = await this.stand.cdk(
      args,
      (line) => {
        const event = /\|\s+(\S+_\S+)\s+\| (\S+)\s+\| (\S+)/.exec(line);
        if (event) say(`${event[1] ?? ''} ${event[3] ?? ''}`);
      },
      cwd,
    );
    if (exitCode !== 0) throw new DeployError(`cdk ${args[0] ?? ''}`, output, await this.journals());
  }

  /** What the machines say for themselves when a deploy failed. */
  private async journals(): Promise<string> {
    const { world } = this.stand;
    const texts = await Promise.all(
      world.machines().map(async (id) => {
        const journal = await world.journal(id).catch((error: unknown) => String(error));
        const own = journal.split('\n').filter((line) => /kitte|cloud-init|python3/.test(line));
        return `The journal of ${id}:\n${own.slice(-25).join('\n')}`;
      }),
    );
    return texts.join('\n\n');
  }
}

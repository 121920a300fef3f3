import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountBase } from '../account-base';
import { ApiError } from '../errors';
import type { Value } from '../values';
import type { FunctionConfig, Invocation } from './sandbox';
import { Sandbox } from './sandbox';

export interface LogLine {
  readonly function: string;
  readonly at: Date;
  readonly text: string;
}

/** Lambda: each function in its own Node process, kept warm. */
export class Functions {
  readonly logs: LogLine[] = [];
  /** What they returned, and what they put to CloudFormation's response URLs. */
  readonly answers: LogLine[] = [];
  private readonly functions = new Map<string, { config: FunctionConfig; sandbox: Sandbox | undefined }>();
  private readonly directory = mkdtempSync(join(tmpdir(), 'kitte-lambda-'));

  /** `respond` is handed what a function put to the response URL of this token. */
  constructor(
    private readonly account: AccountBase,
    private readonly respond: (token: string, body: string) => void,
  ) {}

  arn(name: string): string {
    return this.account.arn('lambda', `function:${name}`);
  }

  put(config: FunctionConfig): void {
    const trusted = this.account.iam.role(config.role);
    this.account.iam.assertTrusted(trusted, 'lambda.amazonaws.com');
    const before = this.functions.get(config.name);
    if (before === undefined) this.account.iam.settle(config.role);
    before?.sandbox?.close();
    this.functions.set(config.name, { config, sandbox: undefined });
  }

  get(nameOrArn: string): FunctionConfig {
    return this.entry(nameOrArn).config;
  }

  names(): string[] {
    return [...this.functions.keys()];
  }

  delete(name: string): void {
    this.entry(name).sandbox?.close();
    this.functions.delete(name);
  }

  async invoke(nameOrArn: string, event: Value): Promise<Invocation> {
    const entry = this.entry(nameOrArn);
    const { config } = entry;
    const role = this.account.iam.role(config.role);
    const credentials = this.account.identities.roleSession(role.name, role.id, config.name);
    const answered = (text: string) =>
      void this.answers.push({ function: config.name, at: new Date(), text });
    if (!entry.sandbox?.alive) {
      entry.sandbox = new Sandbox(config, this.directory, {
        account: this.account,
        log: (text) => {
          this.logs.push({ function: config.name, at: new Date(), text });
          this.account.event('lambda', `${config.name}: ${text}`);
        },
        responded: (token, body) => {
          answered(body);
          this.respond(token, body);
        },
      });
    }
    const result = await entry.sandbox.invoke(event, credentials);
    answered(result.payload);
    return result;
  }

  close(): void {
    for (const { sandbox } of this.functions.values()) sandbox?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private entry(nameOrArn: string) {
    const name = /^arn:aws:lambda:[^:]*:\d*:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
    const found = this.functions.get(name);
    if (!found) throw new ApiError('ResourceNotFoundException', `Function not found: ${this.arn(name)}`, 404);
    return found;
  }
}

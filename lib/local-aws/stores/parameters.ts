import { setTimeout as pause } from 'node:timers/promises';

import { ApiError } from '../errors';
import type { AccountOptions } from '../fleet';

export interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'SecureString' | 'StringList';
  readonly value: string;
  readonly version: number;
  readonly modified: Date;
  readonly description: string | undefined;
}

/** What a region writes in a second; CloudFormation takes about one for each, and this account a fraction of it. */
const WRITES_AT_ONCE = 3;
const WRITE_MS = 20;

/** SSM Parameter Store, with AWS's public parameters beside the account's own. */
export class Parameters {
  private readonly own = new Map<string, Parameter>();
  private writing = 0;

  constructor(private readonly options: AccountOptions) {}

  /** The time that a write takes; too many at once are refused. https://docs.aws.amazon.com/general/latest/gr/ssm.html */
  async write(): Promise<void> {
    if (this.writing >= (this.options.parametersAtOnce ?? WRITES_AT_ONCE))
      throw new ApiError('ThrottlingException', 'Rate exceeded');
    this.writing += 1;
    await pause(WRITE_MS);
    this.writing -= 1;
  }

  find(name: string): Parameter | undefined {
    const value = this.options.publicParameters[name];
    if (value !== undefined) {
      return { name, type: 'String', value, version: 1, modified: new Date(0), description: undefined };
    }
    return this.own.get(name);
  }

  get(name: string): Parameter {
    const found = this.find(name);
    if (!found) throw new ApiError('ParameterNotFound', `The parameter ${name} does not exist.`);
    return found;
  }

  put(parameter: Pick<Parameter, 'name' | 'type' | 'value' | 'description'>, overwrite: boolean): Parameter {
    const old = this.own.get(parameter.name);
    if (old && !overwrite) {
      throw new ApiError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    // Standard tier: AWS Systems Manager User Guide, "Managing parameter tiers".
    if (Buffer.byteLength(parameter.value) > 4096) {
      throw new ApiError(
        'ValidationException',
        `The value of ${parameter.name} has ${Buffer.byteLength(parameter.value)} bytes; standard tier parameters support a maximum of 4096.`,
      );
    }
    if (parameter.value === '')
      throw new ApiError('ValidationException', `The value of ${parameter.name} is empty.`);
    const made = { ...parameter, version: (old?.version ?? 0) + 1, modified: new Date() };
    this.own.set(parameter.name, made);
    return made;
  }

  delete(name: string): void {
    if (!this.own.delete(name))
      throw new ApiError('ParameterNotFound', `The parameter ${name} does not exist.`);
  }

  names(): string[] {
    return [...this.own.keys()];
  }

  /** ARNs have one slash between `parameter` and the name, whether the name begins with one or not. */
  arn(name: string): string {
    // Nobody else may name one so, whether AWS has it or not.
    const isPublic = name in this.options.publicParameters || name.startsWith('/aws/');
    const account = isPublic ? '' : this.options.accountId;
    return `arn:aws:ssm:${this.options.region}:${account}:parameter/${name.replace(/^\//, '')}`;
  }
}

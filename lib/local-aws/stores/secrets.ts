import { randomBytes, randomUUID } from 'node:crypto';
import { ApiError } from '../errors';
import type { AccountOptions } from '../fleet';

export interface Secret {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  /** When it is gone, while it waits for its deletion. */
  deleted: Date | undefined;
  /** Version id to value and stages; AWSCURRENT is where readers look. */
  readonly versions: Map<string, { value: string; stages: Set<string>; created: Date }>;
}

/** Secrets Manager. */
export class Secrets {
  private readonly byArn = new Map<string, Secret>();

  constructor(private readonly options: AccountOptions) {}

  create(name: string, description: string | undefined): Secret {
    const there = this.find(name);
    if (there?.deleted)
      throw waiting("You can't create this secret because a secret with this name is already scheduled");
    if (there) {
      throw new ApiError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const suffix = randomBytes(4).toString('base64url').replace(/[-_]/g, 'x').slice(0, 6);
    const arn = `arn:aws:secretsmanager:${this.options.region}:${this.options.accountId}:secret:${name}-${suffix}`;
    const secret: Secret = { name, arn, description, deleted: undefined, versions: new Map() };
    this.byArn.set(arn, secret);
    return secret;
  }

  find(id: string): Secret | undefined {
    return (
      this.byArn.get(id) ??
      this.all().find((secret) => secret.name === id || secret.arn.replace(/-[^-]{6}$/, '') === id)
    );
  }

  get(id: string): Secret {
    const secret = this.find(id);
    if (!secret) {
      throw new ApiError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  /** One whose value may be read and written: it does not wait for its deletion. */
  usable(id: string): Secret {
    const secret = this.get(id);
    if (secret.deleted) throw waiting("You can't perform this operation on the secret because it was marked");
    return secret;
  }

  /** Stores a value as AWSCURRENT; the one before becomes AWSPREVIOUS. */
  put(
    secret: Secret,
    value: string,
    token: string = randomUUID(),
    stages: readonly string[] = ['AWSCURRENT'],
  ): string {
    if (secret.versions.get(token)?.value === value) return token;
    if (secret.versions.has(token)) {
      throw new ApiError(
        'ResourceExistsException',
        `Version ${token} of ${secret.name} exists with another value.`,
      );
    }
    for (const stage of stages) {
      for (const version of secret.versions.values()) {
        if (!version.stages.delete(stage) || stage !== 'AWSCURRENT') continue;
        for (const other of secret.versions.values()) other.stages.delete('AWSPREVIOUS');
        version.stages.add('AWSPREVIOUS');
      }
    }
    secret.versions.set(token, { value, stages: new Set(stages), created: new Date() });
    return token;
  }

  version(secret: Secret, id: string | undefined, stage = 'AWSCURRENT') {
    for (const [versionId, version] of secret.versions) {
      if (id === undefined ? version.stages.has(stage) : versionId === id) return { versionId, ...version };
    }
    throw new ApiError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`}`,
    );
  }

  delete(id: string): void {
    this.byArn.delete(this.get(id).arn);
  }

  /** With a window it only waits for its deletion, and can be restored until then. */
  schedule(id: string, days: number): Date {
    if (!Number.isInteger(days) || days < 7 || days > 30)
      throw new ApiError(
        'InvalidParameterException',
        'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
      );
    const secret = this.usable(id);
    secret.deleted = new Date(Date.now() + days * 86_400_000);
    return secret.deleted;
  }

  restore(id: string): Secret {
    const secret = this.get(id);
    secret.deleted = undefined;
    return secret;
  }

  all(): Secret[] {
    return [...this.byArn.values()];
  }
}

const waiting = (what: string) => new ApiError('InvalidRequestException', `${what} for deletion.`);

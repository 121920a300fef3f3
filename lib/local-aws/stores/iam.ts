import { randomBytes } from 'node:crypto';
import { ApiError } from '../errors';
import { evaluate, type Request, type Verdict } from '../policy/evaluate';
import { managedPolicy } from '../policy/managed';
import type { Value } from '../values';

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  trust: Value;
  readonly inline: Map<string, Value>;
  readonly managed: Set<string>;
  /** The policies that it had, from when on. */
  history: readonly { readonly since: number; readonly policies: readonly Value[] }[];
}

/** Roles, managed policies and instance profiles. */
export class Iam {
  readonly roles = new Map<string, Role>();
  readonly managed = new Map<string, Value>();
  readonly instanceProfiles = new Map<string, { arn: string; roles: string[] }>();

  /** `spreadMs`: how long a change takes until every server of IAM's knows of it. */
  constructor(
    private readonly accountId: string,
    private readonly spreadMs: number,
  ) {}

  arn(resource: string): string {
    return `arn:aws:iam::${this.accountId}:${resource}`;
  }

  createRole(name: string, path: string, trust: Value): Role {
    if (this.roles.has(name)) {
      throw new ApiError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    }
    const role: Role = {
      name,
      id: `AROA${randomBytes(8).toString('hex').toUpperCase()}`,
      arn: this.arn(`role${path}${name}`),
      trust,
      inline: new Map(),
      managed: new Set(),
      history: [],
    };
    this.roles.set(name, role);
    return role;
  }

  role(nameOrArn: string): Role {
    const name = nameOrArn.split('/').at(-1) as string;
    const role = this.roles.get(name);
    if (!role) throw new ApiError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  }

  /**
   * A server of IAM's goes by the policies of now or by those of a moment ago: only what both allow is sure.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
   */
  judge(roleName: string, request: Request): Verdict {
    const { history } = this.role(roleName);
    const known = Date.now() - this.spreadMs;
    const views = [history.at(-1), history.findLast(({ since }) => since <= known)];
    const verdicts = views.map((view) => evaluate(view?.policies ?? [], request));
    return verdicts.find((verdict) => verdict !== 'allowed') ?? 'allowed';
  }

  /** After each change of a role's policies or of a policy. */
  changed(): void {
    for (const role of this.roles.values()) {
      const managed = [...role.managed].map((arn) => this.managed.get(arn) ?? managedPolicy(arn));
      const policies = [...role.inline.values(), ...managed];
      const last = role.history.at(-1)?.policies ?? [];
      if (policies.length === last.length && policies.every((policy, index) => policy === last[index]))
        continue;
      role.history = [...role.history, { since: Date.now(), policies }];
    }
  }

  /**
   * Every server knows of what this role has now: a function that is made, or a machine that boots, takes longer until its
   * first call than a policy takes to spread.
   */
  settle(nameOrArn: string): void {
    const role = this.role(nameOrArn);
    role.history = role.history.slice(-1).map(({ policies }) => ({ since: 0, policies }));
  }

  /** Whether the role's trust policy names the service: `lambda.amazonaws.com` and so on. */
  assertTrusted(role: Role, service: string): void {
    if (!JSON.stringify(role.trust).includes(`"${service}"`)) {
      throw new ApiError(
        'AccessDenied',
        `The role ${role.arn} cannot be assumed by ${service}: its trust policy does not name it.`,
        403,
      );
    }
  }
}

import { randomBytes } from 'node:crypto';
import { ApiError } from '../errors';
import { managedPolicy } from '../policy/managed';
import type { Value } from '../values';

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  trust: Value;
  readonly inline: Map<string, Value>;
  readonly managed: Set<string>;
}

/** Roles, managed policies and instance profiles. */
export class Iam {
  readonly roles = new Map<string, Role>();
  readonly managed = new Map<string, Value>();
  readonly instanceProfiles = new Map<string, { arn: string; roles: string[] }>();

  constructor(private readonly accountId: string) {}

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

  policiesOf(roleName: string): Value[] {
    const role = this.role(roleName);
    const managed = [...role.managed].map((arn) => this.managed.get(arn) ?? managedPolicy(arn));
    return [...role.inline.values(), ...managed];
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

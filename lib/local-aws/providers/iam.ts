import { managedPolicy } from '../policy/managed';
import type { ResourceAccount } from '../resource-account';
import type { Values } from '../values';
import { asText, objects, optionalText, texts } from '../values';
import type { Place, Provider, Providers } from './provider';
import { words } from './provider';

/** Names managed policies that exist; an unknown AWS one is refused when it is attached, not when it is used. */
function attachManaged(account: ResourceAccount, roleName: string, arns: readonly string[]): void {
  const role = account.iam.role(roleName);
  for (const arn of arns) if (!account.iam.managed.has(arn)) managedPolicy(arn);
  role.managed.clear();
  for (const arn of arns) role.managed.add(arn);
}

function configure(name: string, properties: Values, place: Place): void {
  const role = place.account.iam.role(name);
  role.trust = properties['AssumeRolePolicyDocument'];
  for (const { PolicyName, PolicyDocument } of objects(properties['Policies'])) {
    role.inline.set(asText(PolicyName), PolicyDocument);
  }
  attachManaged(place.account, name, texts(properties['ManagedPolicyArns']));
}

const described = (name: string, place: Place) => {
  const role = place.account.iam.role(name);
  return { id: name, attributes: { Arn: role.arn, RoleId: role.id } };
};

function setInline(id: string, properties: Values, place: Place, roles: readonly string[]): void {
  for (const role of roles) place.account.iam.role(role).inline.set(id, properties['PolicyDocument']);
}

const policyKey = (properties: Values) => asText(properties['PolicyName']);

/** Every change begins to spread when it is whole. */
const spreading = (provider: Provider): Provider => ({
  ...provider,
  async create(properties, place) {
    const made = await provider.create(properties, place);
    place.account.iam.changed();
    return made;
  },
  ...(provider.update && {
    async update(id, properties, old, changes, place) {
      const made = await provider.update?.(id, properties, old, changes, place);
      place.account.iam.changed();
      return made ?? { id };
    },
  }),
  async delete(id, properties, place) {
    await provider.delete(id, properties, place);
    place.account.iam.changed();
  },
});

const PROVIDERS: Providers = {
  'AWS::IAM::Role': {
    properties: words(
      'AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration Path Policies RoleName Tags',
    ),
    create(properties, place) {
      const name = optionalText(properties['RoleName']) ?? place.generateName(64);
      place.account.iam.createRole(
        name,
        optionalText(properties['Path']) ?? '/',
        properties['AssumeRolePolicyDocument'],
      );
      configure(name, properties, place);
      return described(name, place);
    },
    update(name, properties, old, _changes, place) {
      for (const { PolicyName } of objects(old['Policies']))
        place.account.iam.role(name).inline.delete(asText(PolicyName));
      configure(name, properties, place);
      return described(name, place);
    },
    delete: (name, _properties, place) =>
      void place.account.iam.roles.delete(place.account.iam.role(name).name),
  },
  'AWS::IAM::Policy': {
    properties: words('PolicyDocument PolicyName Roles'),
    create(properties, place) {
      setInline(policyKey(properties), properties, place, texts(properties['Roles']));
      return { id: place.generateName(128), attributes: {} };
    },
    update(id, properties, old, _changes, place) {
      for (const role of texts(old['Roles'])) place.account.iam.role(role).inline.delete(policyKey(old));
      setInline(policyKey(properties), properties, place, texts(properties['Roles']));
      return { id };
    },
    delete(_id, properties, place) {
      for (const role of texts(properties['Roles'])) {
        place.account.iam.roles.get(role)?.inline.delete(policyKey(properties));
      }
    },
  },
  'AWS::IAM::ManagedPolicy': {
    properties: words('PolicyDocument ManagedPolicyName Roles Description Path'),
    create(properties, place) {
      const name = optionalText(properties['ManagedPolicyName']) ?? place.generateName(128);
      const arn = place.account.iam.arn(`policy${optionalText(properties['Path']) ?? '/'}${name}`);
      place.account.iam.managed.set(arn, properties['PolicyDocument']);
      for (const role of texts(properties['Roles'])) place.account.iam.role(role).managed.add(arn);
      return { id: arn, attributes: { PolicyArn: arn } };
    },
    update(arn, properties, old, _changes, place) {
      place.account.iam.managed.set(arn, properties['PolicyDocument']);
      for (const role of texts(old['Roles'])) place.account.iam.role(role).managed.delete(arn);
      for (const role of texts(properties['Roles'])) place.account.iam.role(role).managed.add(arn);
      return { id: arn, attributes: { PolicyArn: arn } };
    },
    delete(arn, properties, place) {
      for (const role of texts(properties['Roles'])) place.account.iam.roles.get(role)?.managed.delete(arn);
      place.account.iam.managed.delete(arn);
    },
  },
  'AWS::IAM::InstanceProfile': {
    properties: words('InstanceProfileName Path Roles'),
    create(properties, place) {
      const name = optionalText(properties['InstanceProfileName']) ?? place.generateName(128);
      const roles = texts(properties['Roles']);
      for (const role of roles)
        place.account.iam.assertTrusted(place.account.iam.role(role), 'ec2.amazonaws.com');
      const arn = place.account.iam.arn(`instance-profile/${name}`);
      place.account.iam.instanceProfiles.set(name, { arn, roles });
      return { id: name, attributes: { Arn: arn } };
    },
    delete: (name, _properties, place) => void place.account.iam.instanceProfiles.delete(name),
  },
};

export const iam: Providers = Object.fromEntries(
  Object.entries(PROVIDERS).map(([type, provider]) => [type, spreading(provider)]),
);

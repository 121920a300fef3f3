import { randomPassword } from '../stores/password';
import type { Values } from '../values';
import { asObject, asText, optionalText } from '../values';
import type { Place, Providers } from './provider';
import { words } from './provider';

async function parameter(name: string, properties: Values, place: Place, overwrite: boolean) {
  await place.account.parameters.write();
  const type = asText(properties['Type']);
  if (type !== 'String' && type !== 'StringList')
    throw new Error(`CloudFormation cannot make an SSM parameter of type ${type}`);
  place.account.parameters.put(
    { name, type, value: asText(properties['Value']), description: optionalText(properties['Description']) },
    overwrite,
  );
  return { id: name, attributes: { Type: type, Value: properties['Value'] } };
}

function secretValue(properties: Values): string | undefined {
  const given = optionalText(properties['SecretString']);
  if (given !== undefined || properties['GenerateSecretString'] === undefined) return given;
  const { SecretStringTemplate, GenerateStringKey, ...options } = asObject(
    properties['GenerateSecretString'],
  );
  const password = randomPassword(options);
  if (SecretStringTemplate === undefined) return password;
  return JSON.stringify({
    ...(JSON.parse(asText(SecretStringTemplate)) as object),
    [asText(GenerateStringKey)]: password,
  });
}

const bucketAttributes = (name: string, place: Place) => ({
  Arn: `arn:aws:s3:::${name}`,
  DomainName: `${name}.s3.amazonaws.com`,
  RegionalDomainName: `${name}.s3.${place.account.region}.amazonaws.com`,
});

export const storage: Providers = {
  'AWS::SSM::Parameter': {
    properties: words('AllowedPattern DataType Description Name Tags Tier Type Value'),
    create: (properties, place) =>
      parameter(optionalText(properties['Name']) ?? place.generateName(128), properties, place, false),
    update: (name, properties, _old, _changes, place) => parameter(name, properties, place, true),
    delete: (name, _properties, place) => place.account.parameters.delete(name),
  },
  'AWS::SecretsManager::Secret': {
    properties: words('Description GenerateSecretString Name SecretString Tags'),
    create(properties, place) {
      const { secrets } = place.account;
      // One dash before the suffix: CDK's `secretName` cuts the ARN there.
      const name =
        optionalText(properties['Name']) ?? `${place.logicalId}-${Math.random().toString(36).slice(2, 14)}`;
      const secret = secrets.create(name, optionalText(properties['Description']));
      const value = secretValue(properties);
      if (value !== undefined) secrets.put(secret, value);
      return { id: secret.arn, attributes: { Id: secret.arn } };
    },
    // AWS does not say whether an update of something else writes the value again: this one does.
    update(arn, properties, _old, changes, place) {
      const { secrets } = place.account;
      const secret = secrets.get(arn);
      secret.description = optionalText(properties['Description']);
      const generates = changes.some(({ name }) => name === 'GenerateSecretString');
      const value = generates ? secretValue(properties) : optionalText(properties['SecretString']);
      if (value !== undefined) secrets.put(secret, value);
      return { id: arn, attributes: { Id: arn } };
    },
    delete: (arn, _properties, place) => place.account.secrets.delete(arn),
  },
  'AWS::S3::Bucket': {
    properties: words(
      'AccessControl BucketEncryption BucketName LifecycleConfiguration OwnershipControls PublicAccessBlockConfiguration Tags VersioningConfiguration',
    ),
    create(properties, place) {
      const name = optionalText(properties['BucketName']) ?? place.generateName(63).toLowerCase();
      place.account.buckets.create(name);
      return { id: name, attributes: bucketAttributes(name, place) };
    },
    update: (name, _properties, _old, _changes, place) => ({
      id: name,
      attributes: bucketAttributes(name, place),
    }),
    delete: (name, _properties, place) => place.account.buckets.delete(name),
  },
  'AWS::S3::BucketPolicy': {
    properties: words('Bucket PolicyDocument'),
    create: (properties) => ({ id: asText(properties['Bucket']) }),
    update: (id) => ({ id }),
    delete: () => undefined,
  },
};

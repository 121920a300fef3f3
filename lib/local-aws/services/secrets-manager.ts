import { ApiError } from '../errors';
import type { Call, Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { randomPassword } from '../stores/password';
import type { Secret } from '../stores/secrets';
import type { Values } from '../values';
import { asText, optionalText, texts } from '../values';

function secretOf(call: Call, input: Values, action: string): Secret {
  const id = asText(input['SecretId']);
  const known = call.account.secrets.find(id);
  const arn = known?.arn ?? (id.startsWith('arn:') ? id : call.account.arn('secretsmanager', `secret:${id}`));
  call.authorize(`secretsmanager:${action}`, arn, {
    'secretsmanager:SecretId': id,
    'secretsmanager:VersionStage': optionalText(input['VersionStage']),
    'secretsmanager:VersionId': optionalText(input['VersionId']),
  });
  return call.account.secrets.get(id);
}

export const secretsManager: Operations = {
  GetSecretValue: operation('SecretId VersionId VersionStage', (input, call) => {
    const secret = call.account.secrets.usable(secretOf(call, input, 'GetSecretValue').arn);
    const stage = optionalText(input['VersionStage']);
    const version = call.account.secrets.version(secret, optionalText(input['VersionId']), stage);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.versionId,
      SecretString: version.value,
      VersionStages: [...version.stages],
      CreatedDate: version.created.getTime() / 1000,
    };
  }),
  PutSecretValue: operation('SecretId SecretString ClientRequestToken VersionStages', (input, call) => {
    const secret = call.account.secrets.usable(secretOf(call, input, 'PutSecretValue').arn);
    const stages = input['VersionStages'] === undefined ? ['AWSCURRENT'] : texts(input['VersionStages']);
    const token = optionalText(input['ClientRequestToken']);
    const versionId = call.account.secrets.put(secret, asText(input['SecretString']), token, stages);
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: stages };
  }),
  UpdateSecret: operation('SecretId SecretString Description ClientRequestToken', (input, call) => {
    const secret = secretOf(call, input, 'UpdateSecret');
    secret.description = optionalText(input['Description']) ?? secret.description;
    const value = optionalText(input['SecretString']);
    const versionId =
      value === undefined
        ? undefined
        : call.account.secrets.put(secret, value, optionalText(input['ClientRequestToken']));
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  }),
  CreateSecret: operation('Name SecretString Description ClientRequestToken Tags', (input, call) => {
    const name = asText(input['Name']);
    call.authorize('secretsmanager:CreateSecret', call.account.arn('secretsmanager', `secret:${name}`), {
      'secretsmanager:Name': name,
    });
    const secret = call.account.secrets.create(name, optionalText(input['Description']));
    const value = optionalText(input['SecretString']);
    const versionId =
      value === undefined
        ? undefined
        : call.account.secrets.put(secret, value, optionalText(input['ClientRequestToken']));
    return { ARN: secret.arn, Name: name, VersionId: versionId };
  }),
  DeleteSecret: operation('SecretId ForceDeleteWithoutRecovery RecoveryWindowInDays', (input, call) => {
    const secret = secretOf(call, input, 'DeleteSecret');
    const { secrets } = call.account;
    const days = input['RecoveryWindowInDays'];
    if (input['ForceDeleteWithoutRecovery'] !== true) {
      const gone = secrets.schedule(secret.arn, days === undefined ? 30 : Number(days));
      return { ARN: secret.arn, Name: secret.name, DeletionDate: gone.getTime() / 1000 };
    }
    if (days !== undefined)
      throw new ApiError(
        'InvalidParameterException',
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    secrets.delete(secrets.usable(secret.arn).arn);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: Date.now() / 1000 };
  }),
  RestoreSecret: operation('SecretId', (input, call) => {
    const secret = call.account.secrets.restore(secretOf(call, input, 'RestoreSecret').arn);
    return { ARN: secret.arn, Name: secret.name };
  }),
  DescribeSecret: operation('SecretId', (input, call) => {
    const secret = secretOf(call, input, 'DescribeSecret');
    // Those that have lost their last label are not named: API reference, DescribeSecret.
    const versions = [...secret.versions]
      .filter(([, { stages }]) => [...stages].length > 0)
      .map(([id, { stages }]) => [id, [...stages]]);
    return {
      ARN: secret.arn,
      Name: secret.name,
      Description: secret.description,
      DeletedDate: secret.deleted === undefined ? undefined : secret.deleted.getTime() / 1000,
      LastChangedDate:
        Math.max(0, ...[...secret.versions.values()].map(({ created }) => created.getTime())) / 1000,
      VersionIdsToStages: Object.fromEntries(versions) as object,
    };
  }),
  ListSecretVersionIds: operation('SecretId IncludeDeprecated MaxResults', (input, call) => {
    const secret = secretOf(call, input, 'ListSecretVersionIds');
    const versions = [...secret.versions].map(([VersionId, { stages }]) => ({
      VersionId,
      VersionStages: [...stages],
    }));
    return { ARN: secret.arn, Name: secret.name, Versions: versions };
  }),
  GetRandomPassword: operation(
    'PasswordLength ExcludeCharacters ExcludeNumbers ExcludePunctuation ExcludeUppercase ExcludeLowercase IncludeSpace RequireEachIncludedType',
    (input, call) => {
      call.authorize('secretsmanager:GetRandomPassword', '*');
      return { RandomPassword: randomPassword(input) };
    },
  ),
};

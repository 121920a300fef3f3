import { ApiError } from '../errors';
import type { Call, Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import type { Parameter } from '../stores/parameters';
import { asText, isTrue, objects, optionalText, texts } from '../values';
import { ssmCommands } from './ssm-commands';

function shown(call: Call, parameter: Parameter, decrypt: boolean) {
  const { name, type, value, version, modified } = parameter;
  // Without WithDecryption a SecureString comes as ciphertext.
  const text =
    type === 'SecureString' && !decrypt ? Buffer.from(`ciphertext of ${name}`).toString('base64') : value;
  return {
    Name: name,
    Type: type,
    Value: text,
    Version: version,
    LastModifiedDate: modified.getTime() / 1000,
    ARN: call.account.parameters.arn(name),
    DataType: 'text',
  };
}

function allow(call: Call, action: string, names: readonly string[]): void {
  call.authorize(
    action,
    names.map((name) => call.account.parameters.arn(name)),
  );
}

export const ssm: Operations = {
  ...ssmCommands,
  GetParameter: operation('Name WithDecryption', (input, call) => {
    const name = asText(input['Name']);
    allow(call, 'ssm:GetParameter', [name]);
    return { Parameter: shown(call, call.account.parameters.get(name), isTrue(input['WithDecryption'])) };
  }),
  GetParameters: operation('Names WithDecryption', (input, call) => {
    const names = texts(input['Names']);
    allow(call, 'ssm:GetParameters', names);
    const found = names.flatMap((name) => call.account.parameters.find(name) ?? []);
    const none = names.filter((name) => !call.account.parameters.find(name));
    return {
      Parameters: found.map((parameter) => shown(call, parameter, isTrue(input['WithDecryption']))),
      // AWS's model has at least one where there is the list
      ...(none.length === 0 ? {} : { InvalidParameters: none }),
    };
  }),
  GetParametersByPath: operation('Path Recursive WithDecryption MaxResults', (input, call) => {
    const path = asText(input['Path']).replace(/\/?$/, '/');
    allow(call, 'ssm:GetParametersByPath', [path.slice(0, -1)]);
    const { parameters } = call.account;
    const names = parameters.names().filter((name) => name.startsWith(path));
    const wanted = isTrue(input['Recursive'])
      ? names
      : names.filter((name) => !name.slice(path.length).includes('/'));
    return {
      Parameters: wanted.map((name) => shown(call, parameters.get(name), isTrue(input['WithDecryption']))),
    };
  }),
  PutParameter: operation(
    'Name Value Type Overwrite Description Tier DataType Tags KeyId AllowedPattern',
    (input, call) => {
      const name = asText(input['Name']);
      allow(call, 'ssm:PutParameter', [name]);
      if (input['Tags'] !== undefined) {
        allow(call, 'ssm:AddTagsToResource', [name]);
        if (isTrue(input['Overwrite'])) {
          throw new ApiError(
            'ValidationException',
            'Invalid request: tags and overwrite can’t be used together.',
          );
        }
      }
      const { parameters } = call.account;
      const type = (optionalText(input['Type']) ?? parameters.find(name)?.type) as
        Parameter['type'] | undefined;
      if (!type)
        throw new ApiError(
          'ValidationException',
          `A parameter type is required when you create a parameter: ${name}`,
        );
      const description = optionalText(input['Description']);
      const made = parameters.put(
        { name, type, value: asText(input['Value']), description },
        isTrue(input['Overwrite']),
      );
      return { Version: made.version, Tier: 'Standard' };
    },
  ),
  DeleteParameter: operation('Name', (input, call) => {
    const name = asText(input['Name']);
    allow(call, 'ssm:DeleteParameter', [name]);
    call.account.parameters.delete(name);
  }),
  DeleteParameters: operation('Names', (input, call) => {
    const names = texts(input['Names']);
    allow(call, 'ssm:DeleteParameters', names);
    const { parameters } = call.account;
    const deleted = names.filter((name) => parameters.find(name));
    for (const name of deleted) parameters.delete(name);
    return { DeletedParameters: deleted, InvalidParameters: names.filter((name) => !deleted.includes(name)) };
  }),
  AddTagsToResource: operation('ResourceType ResourceId Tags', (input, call) => {
    const name = asText(input['ResourceId']);
    allow(call, 'ssm:AddTagsToResource', [name]);
    call.account.parameters.get(name);
  }),
  DescribeParameters: operation('ParameterFilters MaxResults', (input, call) => {
    call.authorize('ssm:DescribeParameters', '*');
    const { parameters } = call.account;
    const matching = parameters.names().filter((name) =>
      objects(input['ParameterFilters']).every(({ Key, Option, Values }) => {
        if (Key !== 'Name')
          throw new ApiError(
            'InvalidFilterKey',
            `The filter ${asText(Key)} is not supported here: use Name.`,
          );
        return texts(Values).some((value) =>
          Option === 'BeginsWith' ? name.startsWith(value) : name === value,
        );
      }),
    );
    return {
      Parameters: matching.map((name) => {
        const { type, version, description } = parameters.get(name);
        return { Name: name, Type: type, Version: version, Description: description };
      }),
    };
  }),
  // The Session Manager agent and its like call in from a machine: known, with nothing to say.
  UpdateInstanceInformation: operation(
    'InstanceId AgentVersion AgentStatus PlatformType PlatformName PlatformVersion IPAddress ComputerName AgentName',
    (_input, call) => {
      call.authorize('ssm:UpdateInstanceInformation', '*');
    },
  ),
};

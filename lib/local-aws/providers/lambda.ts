import { unzipSync } from 'fflate';
import type { Values } from '../values';
import { asObject, asText, optionalText } from '../values';
import type { Place, Provider, Providers } from './provider';
import { words } from './provider';

function deployed(name: string, properties: Values, place: Place) {
  const { functions } = place.account;
  const code = asObject(properties['Code']);
  const inline = optionalText(code['ZipFile']);
  const environment = asObject(asObject(properties['Environment'])['Variables']);
  functions.put({
    name,
    arn: functions.arn(name),
    role: asText(properties['Role']),
    handler: asText(properties['Handler']),
    runtime: asText(properties['Runtime']),
    timeoutSeconds: Number(properties['Timeout'] ?? 3),
    memory: Number(properties['MemorySize'] ?? 128),
    environment: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, asText(value)])),
    code:
      inline === undefined
        ? unzipSync(place.account.buckets.object(asText(code['S3Bucket']), asText(code['S3Key'])).body)
        : { 'index.js': Buffer.from(inline) },
  });
  return { id: name, attributes: { Arn: functions.arn(name) } };
}

const functionProvider: Provider = {
  properties: words(
    'Architectures Code Description Environment FunctionName Handler LoggingConfig MemorySize Role Runtime Tags Timeout TracingConfig',
  ),
  create: (properties, place) =>
    deployed(optionalText(properties['FunctionName']) ?? place.generateName(64), properties, place),
  update: (name, properties, _old, _changes, place) => deployed(name, properties, place),
  delete: (name, _properties, place) => place.account.functions.delete(name),
};

function machine(name: string, properties: Values, place: Place) {
  const role = asText(properties['RoleArn']);
  place.account.iam.assertTrusted(place.account.iam.role(role), 'states.amazonaws.com');
  const arn = place.account.stateMachines.put(name, asText(properties['DefinitionString']), role);
  return { id: arn, attributes: { Arn: arn, Name: name } };
}

export const lambda: Providers = {
  'AWS::Lambda::Function': functionProvider,
  'AWS::StepFunctions::StateMachine': {
    properties: words(
      'DefinitionString LoggingConfiguration RoleArn StateMachineName StateMachineType Tags TracingConfiguration',
    ),
    create: (properties, place) =>
      machine(optionalText(properties['StateMachineName']) ?? place.generateName(80), properties, place),
    update: (arn, properties, _old, _changes, place) =>
      machine(arn.split(':').at(-1) as string, properties, place),
    delete: (arn, _properties, place) => place.account.stateMachines.delete(arn),
  },
};

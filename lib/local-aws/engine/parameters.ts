import type { ResourceAccount } from '../resource-account';
import type { Values } from '../values';
import { asObject, asText, isTrue, optionalText, texts } from '../values';
import { invalid } from './intrinsics';
import type { ParameterValue } from './stack';
import type { Template } from './template';

/**
 * Values for a template's parameters. `UsePreviousValue` keeps the *name* of an SSM-typed parameter, which is then
 * looked up anew: CloudFormation fetches SSM values at every change set.
 */
export function parameterValues(
  account: ResourceAccount,
  template: Template,
  given: readonly Values[],
  previous: Readonly<Record<string, ParameterValue>> | undefined,
): Record<string, ParameterValue> {
  const byName = new Map(given.map((one) => [asText(one['ParameterKey']), one]));
  const values: Record<string, ParameterValue> = {};
  for (const name of byName.keys()) {
    if (!(name in template.parameters)) throw invalid(`Parameters: [${name}] do not exist in the template`);
  }
  for (const [name, raw] of Object.entries(template.parameters)) {
    const definition = asObject(raw);
    const entry = byName.get(name);
    const value = isTrue(entry?.['UsePreviousValue'])
      ? previous?.[name]?.given
      : (optionalText(entry?.['ParameterValue']) ?? optionalText(definition['Default']));
    if (value === undefined) throw invalid(`Parameters: [${name}] must have values`);
    const allowed = texts(definition['AllowedValues']);
    if (allowed.length > 0 && !allowed.includes(value)) {
      throw invalid(
        `Parameter ${name} must be one of AllowedValues: ${allowed.join(', ')}; received ${value}`,
      );
    }
    const pattern = optionalText(definition['AllowedPattern']);
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
      throw invalid(`Parameter ${name} must match pattern ${pattern}; received ${value}`);
    }
    const type = asText(definition['Type']);
    const ssm = type.startsWith('AWS::SSM::Parameter::Value<');
    const list = type === 'CommaDelimitedList' || type.includes('List<');
    values[name] = { given: value, resolved: ssm ? account.parameters.get(value).value : value, ssm, list };
  }
  return values;
}

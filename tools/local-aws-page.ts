import { supportedTypes } from '../lib/local-aws';

/** Every type with the properties that are honoured. */
export function typesPage(): string {
  const types = [...supportedTypes()].map(
    ([type, properties]) =>
      `- \`${type}\`: ${properties.length > 0 ? properties.map((name) => `\`${name}\``).join(', ') : 'all'}`,
  );
  return `# What templates may have

Written by \`npx tsx tools/write-local-aws.ts\` from the account's own providers. A type or a property that does not stand here is refused by name.

${types.join('\n')}
- \`AWS::CloudFormation::CustomResource\`, \`Custom::*\`: all
`;
}

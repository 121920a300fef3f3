import type { OneDomainInput } from '../config/schema/settings';

/** Said above a line where the value alone does not tell. */
const REMARKS: Readonly<Record<string, (settings: OneDomainInput) => string | undefined>> = {
  account: () => 'A deploy with credentials of another account is refused.',
  hostedZone: ({ hostedZone }) =>
    hostedZone !== 'elsewhere' && hostedZone.create === true
      ? 'The deploy makes the zone and prints its name servers. Set `delegated: true` once the parent has them.'
      : undefined,
  mx: ({ mx, domain }) => MX_REMARKS[String(mx)] ?? `Who takes the mail of ${domain}: Kitte publishes these.`,
  envelopeDomain: () => 'Bounces come home to this server: Kitte publishes the MX of this name.',
};

const MX_REMARKS: Readonly<Record<string, string>> = {
  true: 'This server takes the mail of the domain: what is returned, and mail to its roles.',
  false: "Others take the mail of the domain; Kitte leaves the domain's MX as it is.",
};

/** A `kitte.config.ts` as a person would write it. `from` is how it reaches Kitte's index. */
export function configText(settings: OneDomainInput, from = './index'): string {
  const lines = Object.entries(settings).flatMap(([key, value]) => {
    const remark = REMARKS[key]?.(settings);
    return [...(remark === undefined ? [] : [`  // ${remark}`]), `  ${key}: ${literal(value)},`];
  });
  return [
    `import { defineConfig } from ${literal(from)};`,
    '',
    '// Everything that is not here has a default, which your editor shows on hover.',
    'export default defineConfig({',
    ...lines,
    '});',
    '',
  ].join('\n');
}

/** TypeScript for a plain value, in the style of the house. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${key}: ${literal(each)}`)
      .join(', ')} }`;
  return String(value);
}

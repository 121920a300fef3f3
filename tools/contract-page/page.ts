import * as z from 'zod/mini';

import { COMMANDS, COMMANDS_VERSION, CONTROL } from '../../lib/contract/commands';
import { meaning } from '../../lib/contract/reading';
import { report, REPORT_VERSION } from '../../lib/contract/report';
import { HEAD, head, parts, settings, SETTINGS_VERSION } from '../../lib/contract/settings';

/** As much of JSON Schema as the page shows. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
}

/** docs/contract.md: the report, the settings and the commands, as lib/contract declares them. */
export function contractPage(): string {
  return `# What the machine and the outside say to each other

Written by \`npx tsx tools/write-contract.ts\` from \`lib/contract/\`, which declares each document and each command once: Kitte's own types and readers, the machine's check (\`assets/machine/base/*.contract.json\`) and this page come from there.

Each has a version. A field or command that is new raises none, as readers leave out what they do not know; one that goes, or means something else, does. Who meets a version that it does not know changes nothing, and says both versions and what to do: \`git pull && npm ci\` where the other side is newer, a deploy where it is older.

## The report, version ${String(REPORT_VERSION)}

JSON in the parameter \`/kitte/ENVIRONMENT/status\`, written by the machine whenever it changes; \`{}\` before its first. Version 1, of kitte 0.1 and 0.2, has no \`version\`, and no field that it did not write yet: those read as empty.

${table(schemaOf(report, 'output'), ['Field', 'Value', 'Meaning'])}

## The settings, version ${String(SETTINGS_VERSION)}

JSON in the parameter \`/kitte/ENVIRONMENT/settings\`, written by the deploy and asked for by the machine every half minute. It takes nothing that does not have this shape: what is in force stays, and the report says what is wrong. Fields that are not always there are those that some earlier version did not write, or that the config may leave out.

${table(schemaOf(settings, 'input'), ['Field', 'Value', 'Meaning'])}

A document over 4 KiB, which is what a parameter holds, lies in parts. The parameter is a head then, with ${HEAD.map((key) => `\`${key}\``).join(', ')} and \`parts\`: ${schemaOf(head, 'input').properties?.['parts']?.description ?? ''}

${table(schemaOf(parts, 'input'), ['Field of parts', 'Value', ''])}

## The commands, version ${String(COMMANDS_VERSION)}

\`kitte-control COMMAND\` on the machine, as root (\`${CONTROL}\`): people run it there, and \`kitte\` by Run Command. It answers in JSON, or says on standard error why not; exit code 0 done, 1 not done, 2 there is no such command or version. \`--contract ${String(COMMANDS_VERSION)}\` before the command demands that version. A machine of kitte 0.2 or before has no such program.

${commands()}
`;
}

function commands(): string {
  const sections = Object.entries(COMMANDS).map(([name, { takes, answer, says }]) => {
    const call = ['kitte-control', name, ...takes].join(' ');
    return `### ${name}\n\n\`${call}\`\n\n${says}\n\n${table(schemaOf(answer, 'output'), ['Answer', 'Value', ''])}`;
  });
  return sections.join('\n\n');
}

const schemaOf = (schema: z.ZodMiniType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, metadata: meaning }) as Schema;

function table(schema: Schema, head: readonly [string, string, string]): string {
  const rows = rowsOf(schema, '');
  const columns = rows.some(([, , meaning]) => meaning !== '') ? [0, 1, 2] : [0, 1];
  const line = (cells: readonly string[]) => `| ${columns.map((at) => cells[at] ?? '').join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

type Row = readonly [field: string, value: string, meaning: string];

/** Of an object and of what is in it. */
function rowsOf(schema: Schema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const path = `${prefix}${key}`;
    const may = schema.required?.includes(key) === true ? '' : ', may be absent';
    const row: Row = [`\`${path}\``, `${valueOf(inner)}${may}`, cell(inner.description ?? '')];
    return [row, ...rowsOf(inner, `${path}.`), ...rowsOf(inner.items ?? {}, `${path}[].`)];
  });
}

function valueOf({
  type,
  enum: words,
  pattern,
  minimum,
  maximum,
  items,
  prefixItems,
  additionalProperties,
}: Schema): string {
  if (words !== undefined) return words.map((word) => (word === '' ? 'empty' : `\`${word}\``)).join(', ');
  // Two marks, as a pattern may hold one.
  if (pattern !== undefined) return `text, \`\` ${cell(pattern)} \`\``;
  if (type === 'integer') {
    const least = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER;
    const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
    if (least && most && minimum === maximum) return String(minimum);
    return `whole number${least ? ` from ${String(minimum)}` : ''}${most ? ` to ${String(maximum)}` : ''}`;
  }
  if (type === 'array' && prefixItems !== undefined)
    return `(${prefixItems.map((item) => valueOf(item)).join(', ')})`;
  if (type === 'array') return `list: ${valueOf(items ?? {})}`;
  if (type === 'boolean') return 'true or false';
  if (
    type === 'object' &&
    typeof additionalProperties === 'object' &&
    Object.keys(additionalProperties).length > 0
  )
    return `object of ${valueOf(additionalProperties)}`;
  return type === 'object' ? 'object' : 'text';
}

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

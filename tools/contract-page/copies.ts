import * as z from 'zod/mini';

import { COMMANDS, COMMANDS_VERSION } from '../../lib/contract/commands';
import { report, REPORT_VERSION } from '../../lib/contract/report';
import { settings, SETTINGS_VERSION } from '../../lib/contract/settings';

/** What the machine's programs know of the contract, by the file in assets/machine/base/. */
export function copies(): Readonly<Record<string, object>> {
  return {
    'report.contract.json': { version: REPORT_VERSION, fields: Object.keys(report.shape) },
    'commands.contract.json': {
      version: COMMANDS_VERSION,
      commands: Object.fromEntries(Object.entries(COMMANDS).map(([name, { takes }]) => [name, takes])),
    },
    'settings.contract.json': { version: SETTINGS_VERSION, schema: schemaOf(settings) },
  };
}

/** What must be written, without what the fields mean. */
function schemaOf(schema: z.ZodMiniType): object {
  const found = z.toJSONSchema(schema, { io: 'input', metadata: z.registry() });
  return Object.fromEntries(Object.entries(found).filter(([key]) => key !== '$schema'));
}

export const copyText = (copy: object) => `${JSON.stringify(copy, null, 2)}\n`;

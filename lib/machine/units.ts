import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineFile } from './file';

const UNITS = join(__dirname, '../../assets/machine/units');

export function units(): MachineFile[] {
  return readdirSync(UNITS)
    .sort()
    .map((name) => ({
      path: `/etc/systemd/system/${name}`,
      content: readFileSync(join(UNITS, name), 'utf8'),
    }));
}

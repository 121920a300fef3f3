import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineFile } from './file';

const UNITS = join(__dirname, '../../assets/machine/setup');

export function units(): MachineFile[] {
  return ['kitte-setup.service'].map((name) => ({
    path: `/etc/systemd/system/${name}`,
    content: readFileSync(join(UNITS, name), 'utf8'),
  }));
}

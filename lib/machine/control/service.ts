import { installed, type Service } from '../service';

const PROGRAM = '/usr/local/lib/kitte/kitte-control';

/** What people and the command kitte ask of the machine. */
export const control: Service = {
  name: 'control',
  files: [{ ...installed('control', 'kitte-control.sh', PROGRAM), mode: '755' }],
  // Where people find it; setup may not write there.
  links: { '/usr/local/sbin/kitte-control': PROGRAM },
};

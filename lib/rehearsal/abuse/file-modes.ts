import { modesOf } from '../../machine/derived';
import type { Ground } from './ground';
import type { Row } from './row';

/**
 * Nothing that is run or read by root may be changed by anybody else. The one folder of Debian's opendkim package
 * belongs to opendkim; nothing of ours is in it.
 */
const WRITABLE =
  'find /etc /usr/local /var/lib/kitte /run/kitte -xdev ! -path /etc/dkimkeys ( -type f -o -type d ) ( -perm /002 -o ! -user root ! -user kitte-guard -perm /200 )';

/** One line for each pattern, whether or not there is such a file: what all that fit it have. */
const LOOK = `for path; do stat -c '%a %U:%G' -- $path 2>&1 | sort -u | tr '\\n' ';'; echo; done`;

/** Owner, group and mode of all that the services of the machine install, and of what they write. */
export async function fileModes(ground: Ground): Promise<Omit<Row, 'id'>[]> {
  const modes = Object.entries(modesOf());
  const answers = (await ground.exec('sh', '-c', LOOK, 'sh', ...modes.map(([path]) => path))).split('\n');
  const rows = modes.map(([path, expected], at) =>
    row(`mode and owner of ${path}`, (answers[at] ?? '').replace(/;$/, ''), expected),
  );
  const writable = (await ground.exec(...WRITABLE.split(' '))).trim().split('\n').join(' ');
  return [...rows, row('files of the system that others than root may change', writable || 'none', 'none')];
}

function row(name: string, answer: string, expected: string): Omit<Row, 'id'> {
  const pass = answer === expected;
  return { group: 'secrets', case: name, sent: 'stat', answer, left: 'nothing', expected, pass };
}

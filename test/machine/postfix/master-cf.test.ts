import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { masterCfs } from '../../../lib/machine/postfix/master-cf';
import { fromSettings } from '../../../lib/machine/postfix/main-cf';

const files = masterCfs();
const fileOf = (place: string, ports: string) => files[`master.cf.${place}.${ports}`] ?? '';
/** The services, by name and type: `smtp inet`, `smtp unix`. */
const services = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\S/.test(line) && !line.startsWith('#'))
    .map((line) => line.split(' ', 2).join(' '));

/** `UPDATE_GOLDEN=1 npx jest test/machine` writes them anew. */
test.each(Object.entries({ 'master.cf.serving.inbound': fileOf('serving', 'inbound'), ...fromSettings() }))(
  '%s is as the golden file says',
  (name, content) => {
    const path = join(__dirname, '../golden', name);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(path, content);
    expect(content).toBe(readFileSync(path, 'utf8'));
  },
);

test.each(['serving', 'standby'])('%s, without a certificate nothing listens at all', (place) => {
  expect(services(fileOf(place, 'closed')).filter((name) => name.endsWith(' inet'))).toEqual([]);
});

test.each([
  ['serving', ''],
  ['standby', '127.0.0.1:'],
])('%s, with one it listens at each port of %j', (place, host) => {
  const own = ['127.0.0.1:4465 inet', '127.0.0.1:4587 inet'];
  const submission = [`${host}submissions inet`, `${host}submission inet`, ...own, 'submitted unix'];
  const daemons = services(fileOf(place, 'closed'));
  expect(services(fileOf(place, 'submission'))).toEqual([...daemons, ...submission]);
  expect(services(fileOf(place, 'inbound'))).toEqual([...daemons, ...submission, `${host}smtp inet`]);
});

test('on standby what would leave waits, and nothing else is another', () => {
  const waits = '\n  -o defer_transports=smtp,relay';
  for (const ports of ['closed', 'submission', 'inbound']) {
    const standby = fileOf('standby', ports);
    expect(standby).toContain(`qmgr unix n - n 300 1 qmgr${waits}\n`);
    expect(standby.replace(waits, '').replace(/^127\.0\.0\.1:([a-z]+ inet )/gm, '$1')).toBe(
      fileOf('serving', ports),
    );
  }
});

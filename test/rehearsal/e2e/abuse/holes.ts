import type { Row } from '../../../../lib/rehearsal/abuse/row';
import { groundOf } from '../../../../lib/rehearsal/abuse/suite';
import { until } from '../../../../lib/rehearsal/world/shell';
import type { Deployed } from '../../deployed';
import { domain } from './server';

/** A suite that cannot fail proves nothing: a hole is planted, found, and closed again. */
export function planting(server: Deployed) {
  const exec = (...argv: string[]) => groundOf(server.rehearsal).exec(...argv);
  const restart = async () => {
    await exec('systemctl', 'restart', 'postfix');
    await until('the ports to answer again', 30_000, async () => {
      const { client } = server.rehearsal.stand.world;
      for (const port of [25, 465, 587]) {
        const talk = await client.talk({ host: `mail.${domain}`, port, tls: port === 465 });
        const greeting = await talk.read();
        await talk.close();
        if (!greeting.startsWith('220')) return undefined;
      }
      return true;
    });
  };
  /** The sync would find master.cf changed and mend it within half a minute. */
  const plant = async (...settings: string[]) => {
    await exec('systemctl', 'stop', 'kitte-sync.timer');
    // Waits for one that is under way.
    await exec('systemctl', 'start', 'kitte-sync');
    await exec('cp', '/etc/postfix/master.cf', '/root/master.cf');
    await exec('postconf', '-P', ...settings);
    await restart();
  };
  const close = async () => {
    await exec('cp', '/root/master.cf', '/etc/postfix/master.cf');
    await exec('postsuper', '-d', 'ALL');
    await restart();
    await exec('systemctl', 'start', 'kitte-sync.timer');
  };
  return { plant, close };
}

export const failing = (its: readonly Row[]): string[] =>
  its.filter(({ pass }) => !pass).map(({ case: name }) => name);

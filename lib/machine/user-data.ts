import { stringify } from 'yaml';
import { hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { firstNames } from '../config/former';
import { namesOf } from '../config/names';
import type { ChunksReference } from './chunks';
import { inUserData } from './derived';
import { bootPrograms, programsReference } from './programs';

/** EC2 takes 16 KiB before base64. */
export const USER_DATA_LIMIT = 16_384;

/** Where files wait until they were validated; `kitte setup` puts them in place. */
const STAGE = '/etc/kitte/files';
const BOOT_PROGRAMS = '/usr/local/lib/kitte/boot.pyz';

/** The machine's cloud-config: no token, no secret, the same bytes for the same environment whatever it is renamed to. */
export function renderUserData(environment: Environment): string {
  const text = userDataText(environment);
  const size = Buffer.byteLength(text);
  if (size >= USER_DATA_LIMIT) {
    throw new Error(
      `User-data of environment ${environment.name} has ${size} bytes; EC2 takes fewer than ${USER_DATA_LIMIT}. ` +
        'Shorten its names.',
    );
  }
  return text;
}

/** The same, however long. */
export function userDataText(now: Environment, programs = programsReference(now)): string {
  const environment = firstNames(now);
  const files = inUserData().map(({ path, content, validated }) => ({
    path: validated ? STAGE + path : path,
    content: content(environment),
  }));
  const config = {
    fqdn: environment.hostName,
    manage_etc_hosts: true,
    write_files: [
      ...files,
      { path: '/etc/kitte/machine.json', content: facts(environment, programs) },
      { path: BOOT_PROGRAMS, encoding: 'gz+b64', content: Buffer.from(bootPrograms()).toString('base64') },
    ],
    runcmd: [
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'restart', '--no-block', 'kitte-setup'],
    ],
    // Again at every boot, so that a changed user-data takes effect at a stop and start.
    cloud_final_modules: [
      ['write-files', 'always'],
      ['runcmd', 'always'],
      ['scripts-user', 'always'],
      'final-message',
    ],
  };
  return `#cloud-config
# Kitte, environment ${environment.name}. Progress: journalctl -u kitte-setup; state: /var/lib/kitte/status.json
${stringify(config, { lineWidth: 0, indent: 1, indentSeq: false })}`;
}

/** What the machine must know before it has its programs, and what a person wants to read. */
function facts(environment: Environment, programs: ChunksReference): string {
  const { status, instance, stacks } = namesOf(environment.name, environment.inside);
  return `${JSON.stringify(
    {
      hostName: environment.hostName,
      domain: environment.domain,
      envelopeDomain: environment.envelopeDomain,
      served: environment.served,
      zone: hostZoneOf(environment).name,
      email: environment.certificate.email,
      directoryUrl: environment.certificate.directoryUrl,
      swapMiB: environment.machine.swapMiB,
      names: { status, instance, stack: stacks.server },
      programs,
    },
    null,
    1,
  )}\n`;
}

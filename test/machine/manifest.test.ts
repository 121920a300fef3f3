import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  accountsOf,
  daemonsOf,
  filesOf,
  inUserData,
  loopbackListeners,
  manifestOf,
  modesOf,
  packagesOf,
  withPrograms,
} from '../../lib/machine/derived';
import { SERVICES } from '../../lib/machine/manifest';
import { ROOMS, type Service } from '../../lib/machine/service';
import { environment } from '../fixtures/environment';
import { members } from './unpacked';

const text = (...path: string[]) => readFileSync(join(ROOMS, ...path), 'utf8');

/** What somebody would write who adds a service: everything about it in one place. */
const spooler: Service = {
  name: 'spooler',
  packages: ['spooler-server', 'openssl'],
  accounts: { 'kitte-spooler': 'Who spools' },
  directories: [{ path: '/var/spool/spooler', mode: '0750', owner: 'kitte-spooler', group: 'root' }],
  links: { '/usr/local/sbin/spool': '/usr/local/lib/kitte/spool' },
  files: [
    { path: '/etc/spooler.conf', content: ({ hostName }) => `host ${hostName}\n`, validated: true },
    { path: '/usr/local/lib/kitte/spool', content: () => '#!/bin/sh\n', mode: '755' },
    { path: '/etc/spooler.seen', content: () => 'seen\n', inUserData: true },
  ],
  units: [
    { name: 'spooler.service', packaged: 'as-it-is' },
    { name: 'spooler.socket', packaged: 'as-it-is', enabled: true, starts: 'early' },
    { name: 'spooler-clean.service', packaged: 'as-it-is', errand: true },
  ],
  daemon: { name: 'spooler', onChange: 'reload', validate: 'spool:fits', onVolume: true },
  listeners: [{ protocol: 'tcp', port: 4711, by: 'spooler' }],
  ports: { lines: 4711 },
  commands: { spool: 'spool:main' },
  modes: { '/var/spool/spooler/*.key': '600 kitte-spooler:root' },
};

describe('a service that is described and listed', () => {
  const services = [...SERVICES, spooler];

  test('has its packages, each once', () => {
    expect(packagesOf(services)).toEqual([...packagesOf(), 'spooler-server'].sort());
  });

  test('has its files, with the programs or in the user-data', () => {
    const packed = withPrograms(environment, services);
    expect(packed['kitte/files/etc/spooler.conf']).toBe(`host ${environment.hostName}\n`);
    expect(packed['kitte/files/etc/sysusers.d/kitte.conf']).toContain('u kitte-spooler - "Who spools"\n');
    expect(packed['kitte/files/etc/tmpfiles.d/kitte.conf']).toContain(
      'd /var/spool/spooler 0750 kitte-spooler root\nL+ /usr/local/sbin/spool - - - - /usr/local/lib/kitte/spool\n',
    );
    expect(packed).toHaveProperty(['kitte/files/etc/systemd/system/spooler.service.d/daemon.conf']);
    expect(packed).not.toHaveProperty(['kitte/files/etc/spooler.seen']);
    expect(inUserData(services).map(({ path }) => path)).toContain('/etc/spooler.seen');
  });

  test('has its units, its daemon, its ports and its command in what the machine reads', () => {
    expect(manifestOf(services)).toMatchObject({
      files: { '/etc/spooler.conf': { daemon: 'spooler' } },
      units: {
        'spooler.socket': { enabled: true, starts: 'early' },
        'spooler-clean.service': { errand: true },
      },
      daemons: { spooler: { onChange: 'reload', validate: 'kitte.spooler.spool:fits' } },
      commands: { spool: 'kitte.spooler.spool:main' },
      ports: { spooler: { lines: 4711 } },
    });
    expect(JSON.parse(withPrograms(environment, services)['kitte/manifest.json'] ?? '')).toHaveProperty(
      'daemons.spooler',
    );
  });

  test('is expected by the suites: modes, listeners, accounts, daemons', () => {
    expect(modesOf(services)).toMatchObject({
      '/etc/spooler.conf': '644 root:root',
      '/usr/local/lib/kitte/spool': '755 root:root',
      '/var/spool/spooler': '750 kitte-spooler:root',
      '/var/spool/spooler/*.key': '600 kitte-spooler:root',
    });
    expect(loopbackListeners(services)).toContain('tcp 127.0.0.1:4711 spooler');
    expect(accountsOf(services)).toContain('kitte-spooler');
    expect(daemonsOf(services).map(({ name }) => name)).toContain('spooler');
  });

  test('brings the daemon that reads what is to be validated', () => {
    const { daemon, ...without } = spooler;
    expect(daemon).toBeDefined();
    expect(() => filesOf([...SERVICES, without])).toThrow(
      '/etc/spooler.conf is to be validated, but its service has no daemon that reads it.',
    );
  });

  test('installs no file of another one', () => {
    const other = { name: 'other', files: [{ path: '/etc/spooler.conf', content: () => '' }] };
    expect(() => filesOf([...services, other])).toThrow(
      'Two services of the machine install /etc/spooler.conf.',
    );
  });
});

test('every room of files and programs is a service, and every file in it is used', () => {
  // What Python keeps of an earlier run is no room.
  const rooms = readdirSync(ROOMS, { withFileTypes: true }).filter(
    (entry) =>
      entry.isDirectory() && readdirSync(join(ROOMS, entry.name)).some((name) => name !== '__pycache__'),
  );
  expect(rooms.map(({ name }) => name).sort()).toEqual(SERVICES.map(({ name }) => name).sort());
  const used = new Set([
    ...filesOf().map(({ content }) => content(environment)),
    ...Object.values(members(environment)),
  ]);
  const unused = rooms
    .flatMap(({ name }) => readdirSync(join(ROOMS, name)).map((file) => [name, file] as const))
    .filter(([, file]) => !/\.(py|json)$/.test(file))
    .filter(([room, file]) => !used.has(text(room, file)));
  expect(unused).toEqual([]);
});

test('a description lies in the room of its name', () => {
  const files = SERVICES.map(
    ({ name }) => [name, join(ROOMS, '../../lib/machine', name, 'service.ts')] as const,
  );
  const found = files.filter(([, file]) => existsSync(file));
  for (const [name, file] of found) expect(readFileSync(file, 'utf8')).toContain(`name: '${name}'`);
  // The others are programs alone.
  expect(SERVICES.filter((one) => !found.some(([name]) => name === one.name))).toEqual([
    { name: 'settings' },
    { name: 'warnings' },
  ]);
});

test('what is secret is nobody else’s', () => {
  expect(modesOf()).toMatchObject({
    '/etc/kitte/dkim': '750 root:opendkim',
    '/etc/kitte/dkim/*.pem': '640 root:opendkim',
    '/etc/kitte/tls': '700 root:root',
    '/etc/kitte/tls/chain.pem': '600 root:root',
    '/etc/dovecot/kitte.passwd': '640 root:dovecot',
    '/etc/letsencrypt/archive/kitte/privkey*.pem': '600 root:root',
    '/var/lib/kitte/guard/counts.sqlite': '600 kitte-guard:kitte-guard',
    '/var/spool/postfix/opendkim/opendkim.sock': '770 opendkim:postfix',
    '/var/spool/postfix/private/auth': '660 postfix:postfix',
  });
  expect(Object.keys(modesOf()).length).toBeGreaterThan(70);
});

describe('what a file says again', () => {
  const units = Object.fromEntries(
    SERVICES.flatMap(({ name, units = [] }) =>
      units.filter(({ packaged }) => packaged !== 'as-it-is').map((unit) => [name, unit] as const),
    ).map(([room, unit]) => [unit.name, text(room, unit.packaged ? 'unit.conf' : unit.name)]),
  );

  test.each(SERVICES.flatMap(({ units = [] }) => units))('the unit $name', (unit) => {
    const said = units[unit.name] ?? '';
    if (unit.enabled) expect(said).toContain('[Install]');
    // Of a unit with an end, kitte-watch is told that it hung; the setup is waited for by the deploy.
    if (unit.name !== 'kitte-setup.service' && !unit.packaged)
      expect(/timeout \|\| touch \/run\/kitte\/hung-%p/.test(said)).toBe(unit.errand === true);
  });

  test('ports', () => {
    const sockets = Object.entries(units).flatMap(([name, said]) =>
      [...said.matchAll(/^ListenStream=(.*)$/gm)].map(
        ([, at = '']) => `tcp ${at} ${name.split('.')[0] ?? ''}`,
      ),
    );
    expect(sockets).toEqual(loopbackListeners().filter((one) => / kitte-/.test(one)));
    expect(text('dovecot', 'dovecot.conf')).toContain('auth_policy_server_url = http://127.0.0.1:4001/');
  });

  test('who waits for the firewall of the metadata service', () => {
    const daemons = daemonsOf().map(({ name }) => `${name}.service`);
    for (const line of ['Before', 'RequiredBy'])
      expect(
        new RegExp(`^${line}=(dovecot.*)$`, 'm')
          .exec(units['kitte-metadata.service'] ?? '')?.[1]
          ?.split(' ')
          .sort(),
      ).toEqual(daemons.sort());
  });
});

test('a service looks into its own room, and of another one at its description alone', () => {
  const root = join(ROOMS, '../../lib/machine');
  const strays = SERVICES.flatMap(({ name }) =>
    (existsSync(join(root, name)) ? readdirSync(join(root, name)) : []).flatMap((file) =>
      [...readFileSync(join(root, name, file), 'utf8').matchAll(/from '(\.[^']*)'/g)]
        .map(([, path = '']) => path)
        .filter(
          (path) => !/^\.\/[\w-]+$|^\.\.\/service$|^\.\.\/\w+\/service$|^\.\.\/\.\.\/config\//.test(path),
        )
        .map((path) => `${name}/${file}: ${path}`),
    ),
  );
  expect(strays).toEqual([]);
});

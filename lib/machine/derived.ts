import type { Environment } from '../config/environment';
import { SERVICES } from './manifest';
import { asset, type Daemon, type InstalledFile, type Service } from './service';

/** What is made of the services' descriptions, in the order of the manifest. */
type Services = readonly Service[];

const SYSTEMD = '/etc/systemd/system';

/** In one transaction; sorted, as a kept image is known by them. */
export function packagesOf(services: Services = SERVICES): string[] {
  return [...new Set(services.flatMap(({ packages = [] }) => packages))].sort();
}

/** Everything that listens to this machine alone, as `ss` shows it: `tcp 127.0.0.1:53 unbound`. */
export function loopbackListeners(services: Services = SERVICES): string[] {
  return services.flatMap(({ listeners = [] }) =>
    listeners.map(({ protocol, port, by }) => `${protocol} 127.0.0.1:${String(port)} ${by}`),
  );
}

/** Accounts that a service made for itself. */
export function accountsOf(services: Services = SERVICES): string[] {
  return services.flatMap(({ accounts = {} }) => Object.keys(accounts));
}

export function daemonsOf(services: Services = SERVICES): Daemon[] {
  return services.flatMap(({ daemon }) => daemon ?? []);
}

export interface OwnedFile extends InstalledFile {
  /** Of its service. */
  readonly daemon?: string | undefined;
}

/** All files that are installed, each once: units and what follows of accounts, directories and daemons too. */
export function filesOf(services: Services = SERVICES): OwnedFile[] {
  const files: OwnedFile[] = [
    ...services.flatMap((service) => own(service).map((file) => ({ ...file, daemon: service.daemon?.name }))),
    { path: '/etc/sysusers.d/kitte.conf', content: () => sysusers(services) },
    { path: '/etc/tmpfiles.d/kitte.conf', content: () => tmpfiles(services) },
  ];
  const paths = files.map(({ path }) => path);
  const twice = paths.filter((path, at) => paths.indexOf(path) !== at);
  if (twice.length > 0) throw new Error(`Two services of the machine install ${twice.join(', ')}.`);
  const [unread] = files.filter(({ validated, daemon }) => validated && daemon === undefined);
  if (unread)
    throw new Error(`${unread.path} is to be validated, but its service has no daemon that reads it.`);
  return files;
}

function own({ name, files = [], units = [], daemon }: Service): InstalledFile[] {
  return [
    ...units
      .filter(({ packaged }) => packaged === undefined)
      .map((unit) => ({
        path: `${SYSTEMD}/${unit.name}`,
        content: asset(name, unit.name),
        ...(unit.inUserData ? { inUserData: true as const } : {}),
      })),
    ...units
      .filter(({ packaged }) => packaged === 'drop-in')
      .map((unit) => ({ path: `${SYSTEMD}/${unit.name}.d/kitte.conf`, content: asset(name, 'unit.conf') })),
    ...(daemon
      ? [
          {
            path: `${SYSTEMD}/${daemon.name}.service.d/daemon.conf`,
            content: asset('setup', 'daemon.conf'),
          },
        ]
      : []),
    ...files,
  ];
}

function sysusers(services: Services): string {
  return lines(services, ({ accounts = {} }) =>
    Object.entries(accounts).map(([name, why]) => `u ${name} - "${why}"`),
  );
}

function tmpfiles(services: Services): string {
  return lines(services, ({ directories = [], links = {} }) => [
    ...directories.map(({ path, mode, owner, group }) => `d ${path} ${mode} ${owner} ${group}`),
    ...Object.entries(links).map(([path, target]) => `L+ ${path} - - - - ${target}`),
  ]);
}

function lines(services: Services, of: (service: Service) => readonly string[]): string {
  return services
    .flatMap(of)
    .map((line) => `${line}\n`)
    .join('');
}

/** Mode, owner and group of each file and directory, as stat(1) shows them; a pattern stands for one file or more. */
export function modesOf(services: Services = SERVICES): Record<string, string> {
  return Object.fromEntries([
    ...filesOf(services).map(({ path, mode = '644' }) => [path, `${mode} root:root`]),
    ...services.flatMap(({ directories = [], modes = {} }) => [
      ...directories.map(({ path, mode, owner, group }) => [
        path,
        `${mode.replace(/^0/, '')} ${owner}:${group}`,
      ]),
      ...Object.entries(modes),
    ]),
  ]) as Record<string, string>;
}

/** What the user-data carries: what daemons read before all else. */
export function inUserData(services: Services = SERVICES): OwnedFile[] {
  const rank = ({ path, validated }: OwnedFile) => `${validated ? 0 : 1} ${path}`;
  return filesOf(services)
    .filter((file) => file.inUserData)
    .sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

/** What comes with the programs, by its place in their archive. */
export function withPrograms(
  environment: Environment,
  services: Services = SERVICES,
): Record<string, string> {
  const files = filesOf(services).filter((file) => !file.inUserData);
  return {
    ...Object.fromEntries(files.map(({ path, content }) => [`kitte/files${path}`, content(environment)])),
    ...Object.fromEntries(
      services.flatMap(({ name, packed = {} }) =>
        Object.entries(packed).map(([file, content]) => [`kitte/${name}/${file}`, content]),
      ),
    ),
    'kitte/manifest.json': JSON.stringify(manifestOf(services)),
  };
}

/** The same list as the machine's programs read it: base/manifest.py. */
export function manifestOf(services: Services = SERVICES): unknown {
  const each = <T>(of: (service: Service) => Record<string, T>) =>
    Object.fromEntries(services.flatMap((service) => Object.entries(of(service))));
  return {
    packages: packagesOf(services),
    files: Object.fromEntries(
      filesOf(services)
        // What no program touches, as cloud-init puts it in place.
        .filter(({ inUserData, validated }) => validated ?? !inUserData)
        .map(({ path, daemon, mode, validated, inUserData }) => [
          path,
          { mode, inUserData, ...(validated ? { daemon } : {}) },
        ]),
    ),
    gone: services.flatMap(({ gone = [] }) => gone),
    units: each(({ units = [] }) =>
      Object.fromEntries(
        units
          .map(({ name, packaged: _, inUserData: __, ...unit }) => [name, unit] as const)
          .filter(([, unit]) => Object.keys(unit).length > 0),
      ),
    ),
    daemons: each(({ name: service, daemon }) => {
      if (!daemon) return {};
      const { name, ...rest } = daemon;
      return { [name]: { ...rest, validate: `kitte.${service}.${daemon.validate}` } };
    }),
    commands: each(({ name, commands = {} }) =>
      Object.fromEntries(Object.entries(commands).map(([word, runs]) => [word, `kitte.${name}.${runs}`])),
    ),
    ports: Object.fromEntries(services.flatMap(({ name, ports }) => (ports ? [[name, ports]] : []))),
  };
}

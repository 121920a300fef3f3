import { XMLParser } from 'fast-xml-parser';

import type { Ground } from './ground';
import type { Row } from './row';

/** What nmap's scripts print, by port and script. */
export type Scripts = Readonly<Record<string, string>>;

const SCRIPTS = [
  ...['ssl-enum-ciphers', 'ssl-cert', 'ssl-dh-params', 'ssl-heartbleed', 'ssl-poodle', 'ssl-ccs-injection'],
  ...['sslv2', 'sslv2-drown', 'tls-ticketbleed', 'smtp-open-relay', 'smtp-commands', 'smtp-ntlm-info'],
  ...['smtp-vuln-cve2010-4344', 'smtp-vuln-cve2011-1720', 'smtp-vuln-cve2011-1764', 'smtp-strangeport'],
];

/** What each script must say or must not; a script that says nothing found nothing. */
const DEMANDS: Readonly<Record<string, { readonly only?: RegExp; readonly never?: RegExp }>> = {
  'ssl-enum-ciphers': {
    only: /least strength: A\b/,
    never: /SSLv|TLSv1\.[01]|least strength: [B-F]|warnings/,
  },
  'ssl-cert': { only: /Subject Alternative Name: DNS:HOST\b/ },
  'smtp-open-relay': { never: /open relay \(|is an open relay|open relay$/ },
};
const VULNERABLE = /State: (LIKELY )?VULNERABLE/;

export async function nmap(ground: Ground, host: string): Promise<Omit<Row, 'id'>[]> {
  const argv = ['nmap', '-Pn', '-n', '-p', '25,465,587', '-sV', '--version-light', '-oX', '-'];
  const address = (await ground.world.lookup(host, 'A'))[0] ?? host;
  const target = [
    '--script',
    SCRIPTS.join(','),
    '--script-args',
    'smtp-open-relay.domain=laptop.example.net',
    address,
  ];
  const { stdout } = await ground.world.client.run([...argv, ...target]);
  return scriptRows(scriptsOf(stdout), host);
}

export function scriptsOf(xml: string): Record<string, Scripts> {
  const list = <T>(value: T | T[] | undefined): T[] =>
    value === undefined ? [] : Array.isArray(value) ? value : [value];
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml) as Nmap;
  const ports = list(parsed.nmaprun.host?.ports.port);
  return Object.fromEntries(
    ports.map(({ portid, script }) => [
      portid,
      Object.fromEntries(list(script).map(({ id, output }) => [id, output])),
    ]),
  );
}

interface Nmap {
  readonly nmaprun: { readonly host?: { readonly ports: { readonly port?: Port | Port[] } } };
}
interface Port {
  readonly portid: string;
  readonly script?: Script | Script[];
}
interface Script {
  readonly id: string;
  readonly output: string;
}

export function scriptRows(ports: Readonly<Record<string, Scripts>>, host: string): Omit<Row, 'id'>[] {
  return ['25', '465', '587'].flatMap((port) =>
    SCRIPTS.flatMap((script) => {
      const output = ports[port]?.[script];
      const { only, never } = DEMANDS[script] ?? {};
      const wanted = only && new RegExp(only.source.replace('HOST', host.replaceAll('.', '\\.')));
      // Scripts that only look for one flaw are silent where there is none.
      if (output === undefined && wanted === undefined) return [];
      const said = output ?? 'nothing';
      const pass = (wanted?.test(said) ?? true) && !(never?.test(said) ?? false) && !VULNERABLE.test(said);
      return [
        {
          ...{ group: 'tls', case: `${script}, port ${port}`, sent: 'nmap', answer: summary(script, said) },
          ...{ left: 'nothing', expected: wanted ? 'as demanded' : 'no finding', pass },
        },
      ];
    }),
  );
}

/** The whole list of suites would fill the table. */
function summary(script: string, output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const short = script === 'ssl-enum-ciphers' ? lines.filter((line) => /^TLSv|SSLv|least/.test(line)) : lines;
  return short.filter(Boolean).join(' ').slice(0, 200);
}

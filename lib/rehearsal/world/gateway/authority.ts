import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../shell';

/** The world's own certificate authority, new at every run. */
export class Authority {
  constructor(private readonly directory: string) {}

  get certificate(): string {
    return join(this.directory, 'ca.pem');
  }

  async create(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await run([
      ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '30', '-subj', '/CN=Kitte rehearsal authority', '-keyout', join(this.directory, 'ca.key')],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-out', this.certificate],
    ]);
  }

  /** A server certificate for these names; answers the paths of key and certificate. */
  async issue(file: string, names: readonly string[]): Promise<{ key: string; certificate: string }> {
    const key = join(this.directory, `${file}.key`);
    const request = join(this.directory, `${file}.csr`);
    const certificate = join(this.directory, `${file}.pem`);
    const extensions = join(this.directory, `${file}.ext`);
    const alternatives = names.map((name) => `DNS:${name}`).join(',');
    await writeFile(
      extensions,
      `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
    );
    await run([
      ...['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', `/CN=${names[0] ?? file}`, '-keyout', key, '-out', request],
    ]);
    await run([
      ...['openssl', 'x509', '-req', '-in', request, '-days', '30', '-extfile', extensions],
      ...['-CA', this.certificate, '-CAkey', join(this.directory, 'ca.key'), '-out', certificate],
    ]);
    return { key, certificate };
  }

  /**
   * Certificate and key in PEM, for a time that may be over. Only `openssl ca` sets both dates in every OpenSSL 3,
   * and it wants files of its own: those are thrown away.
   */
  async certify(name: string, { from, to }: Validity): Promise<Certified> {
    const folder = await mkdtemp(join(this.directory, 'certify-'));
    const at = (file: string) => join(folder, file);
    const settings = [
      ...['[ca]', 'default_ca = own', '[own]', `database = ${at('index')}`, `new_certs_dir = ${folder}`],
      ...[
        'default_md = sha256',
        'policy = any',
        'unique_subject = no',
        'rand_serial = yes',
        '[any]',
        'commonName = supplied',
      ],
      ...['[names]', `subjectAltName = DNS:${name}`, 'extendedKeyUsage = serverAuth', ''],
    ];
    await writeFile(at('settings'), settings.join('\n'));
    await writeFile(at('index'), '');
    await run([
      ...['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', `/CN=${name}`, '-keyout', at('key'), '-out', at('request')],
    ]);
    await run([
      ...['openssl', 'ca', '-batch', '-notext', '-config', at('settings')],
      ...['-extensions', 'names', '-in', at('request'), '-out', at('certificate')],
      ...['-startdate', stamp(from), '-enddate', stamp(to)],
      ...['-cert', this.certificate, '-keyfile', join(this.directory, 'ca.key')],
    ]);
    const made = { key: await readPem(at('key')), certificate: await readPem(at('certificate')) };
    await rm(folder, { recursive: true });
    return made;
  }
}

/** From when to when a certificate is good: days from now, before it if negative. */
export interface Validity {
  readonly from: number;
  readonly to: number;
}

export interface Certified {
  readonly key: string;
  readonly certificate: string;
}

/** As openssl-ca(1) wants it. */
function stamp(days: number): string {
  const time = new Date(Date.now() + days * 86_400_000).toISOString();
  return time.replace(/\.\d+Z$/, 'Z').replace(/[-:T]/g, '');
}

/** The file name under which OpenSSL finds an authority, without `.0`. */
async function subjectHash(pem: string): Promise<string> {
  return (await run(['openssl', 'x509', '-noout', '-subject_hash'], pem)).stdout.trim();
}

export async function trusted(name: string, pem: string) {
  return { name, pem, hash: await subjectHash(pem) };
}

export async function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

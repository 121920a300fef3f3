import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { clientsFor } from '../deployed/clients';
import { identityOf } from '../deployed/identity';
import type { Told } from '../deployed/told';
import { type FoundZone, zonesFor } from '../deployed/zones';
import { resolverLookup } from '../checks/live/resolver';
import { parseConfig } from '../config/parse';
import { domainName } from '../config/schema/domain-name';
import { mx as mxSetting } from '../config/schema/mx';
import { type Answers, type MxChoice, settingsFrom } from '../init/answers';
import { configText } from '../init/config-text';
import { whoseMx } from '../init/whose-mx';
import { choiceAmong, described } from '../init/zone-choice';
import { telling, UsageError } from './failure';
import { askDomain, askEnvelope, askLogin, askMx, askRegion, askZone, askZoneId } from './init-questions';
import { resolvers } from './resolver-option';
import { canAsk } from './terminal';

interface InitOptions {
  readonly domain?: string;
  readonly zone?: string;
  readonly zoneName?: string;
  readonly region?: string;
  readonly account?: string;
  readonly envelopeDomain?: string;
  readonly login?: string;
  readonly mx?: MxChoice;
  readonly resolver: readonly string[];
  readonly config: string;
  readonly force?: true;
}

const EXAMPLE = `
Example:
  kitte init --domain example.com --region eu-west-1

In a terminal it asks for what no flag gives. Elsewhere --domain is required, and --zone where the account has several zones for the domain, or none. It looks in public DNS who takes the mail of the domain, and writes mx; where a zone is created for a domain that has an MX elsewhere, --mx must say which is right.`;

/** `kitte init`: writes the config. */
export function initCommand(command: Command): Command {
  return command
    .option('--domain <name>', 'the domain in the From header')
    .option('--zone <id>', 'its public Route 53 zone; or "create" to have one made')
    .option('--zone-name <name>', "the zone's own name, when it is a parent and AWS cannot be asked")
    .option('--region <region>', 'where the server stands')
    .option('--account <id>', 'the AWS account (default: that of the credentials)')
    .option('--envelope-domain <name>', 'have bounces come home to this name, such as bounce.example.com')
    .option(
      '--mx <who>',
      'who takes the mail of the domain: "true" this server, "false" somebody else, or an exchanger such as "10 mx.provider.example"; may be given again',
      exchanger,
    )
    .option(
      '--resolver <address>',
      'ask this resolver for the MX; may be given again (default: those of the system)',
      resolvers,
      [],
    )
    .option('--login <name>', 'the first login (default: mailer)')
    .option('--config <file>', 'where to write', 'kitte.config.ts')
    .option('--force', 'overwrite a config that exists')
    .addHelpText('after', EXAMPLE)
    .action(telling(init));
}

async function init(options: InitOptions): Promise<void> {
  const file = resolve(options.config);
  if (existsSync(file) && options.force !== true) throw new UsageError(await refusal(file));
  const answers = await collect(options);
  const settings = settingsFrom(answers);
  const [environment] = parseConfig(settings);
  await writeFile(file, configText(settings, importPath(file)));
  process.stdout.write(
    [
      `Wrote ${file}: ${environment?.hostName ?? ''} will send mail for ${answers.domain}.`,
      'Next: `kitte preflight` looks whether it can be deployed, `kitte rehearse` tries it on this machine.',
      '',
    ].join('\n'),
  );
}

async function refusal(file: string): Promise<string> {
  const isExample = (await readFile(file, 'utf8')).includes('Z0123456789ABCDEFGHIJ');
  return isExample
    ? `${file} exists: it is the example that came with Kitte. Give --force to replace it.`
    : `${file} exists, and is not overwritten. Edit it, give --force to replace it, or --config for another file.`;
}

async function collect(options: InitOptions): Promise<Answers> {
  const interactive = canAsk();
  if (options.domain === undefined && !interactive)
    throw new UsageError(
      'There is no terminal to ask in, and --domain is missing. Give the domain that stands in the From header, such as --domain example.com.',
    );
  const domain = readDomain(options.domain ?? (await askDomain()));
  const clients = clientsFor(options.region);
  const identity = await identityOf(clients);
  const zone = await chooseZone(options, domain, await zonesFor(clients.route53, domain), interactive);
  const account = options.account ?? (identity.account.ok ? identity.account.value : undefined);
  const region = options.region ?? identity.region ?? (interactive ? await askRegion() : undefined);
  const envelopeDomain = options.envelopeDomain ?? (interactive ? await askEnvelope(domain) : undefined);
  const mx =
    options.mx ?? (await chooseMx({ domain, zone, ...present({ envelopeDomain }) }, options, interactive));
  const login = options.login ?? (interactive ? await askLogin() : undefined);
  return { domain, zone, ...present({ account, region, envelopeDomain, login, mx }) };
}

function readDomain(written: string): string {
  const read = domainName.safeParse(written);
  // What the parser would say, said before AWS is asked about a name that is none.
  if (!read.success) parseConfig({ domain: written, hostedZone: { create: true } });
  return read.data ?? written;
}

/** `--mx` as the config would have it. */
function exchanger(written: string, before: MxChoice | undefined): MxChoice {
  if (written === 'true' || written === 'false') return written === 'true';
  const list = mxSetting.safeParse([...(Array.isArray(before) ? before : []), written]);
  if (list.success) return list.data;
  throw new InvalidArgumentError('It must be true, false, or an exchanger such as "10 mx.provider.example".');
}

async function chooseMx(
  answers: Pick<Answers, 'domain' | 'zone' | 'envelopeDomain'>,
  { resolver }: InitOptions,
  interactive: boolean,
): Promise<MxChoice | undefined> {
  const whose = await whoseMx(answers, resolverLookup(resolver));
  if (whose.kind === 'found') {
    process.stdout.write(`${whose.said}\n`);
    return whose.mx;
  }
  if (interactive) {
    process.stdout.write(`${whose.said}\n`);
    return askMx(answers.domain, whose.today);
  }
  const leave = whose.today.map((value) => ` --mx '${value}'`).join('');
  throw new UsageError(
    `${whose.said} Say which is right:${leave === '' ? '' : `${leave} to leave it there,`} --mx true for this server, or --mx false for neither.`,
  );
}

async function chooseZone(
  { zone: flag, zoneName }: InitOptions,
  domain: string,
  found: Told<FoundZone[]>,
  interactive: boolean,
): Promise<Answers['zone']> {
  if (flag === 'create') return 'create';
  const zones = found.ok ? found.value : [];
  if (flag !== undefined) return flaggedZone(flag, zoneName, domain, found);
  if (!found.ok) {
    if (!interactive)
      throw new UsageError(
        `The hosted zone cannot be looked up. ${found.reason} Give --zone with its id, or --zone create.`,
      );
    process.stdout.write(`The hosted zone cannot be looked up. ${found.reason}\n`);
    const id = await askZoneId();
    return id === 'create' ? 'create' : { id, ...present({ name: zoneName }) };
  }
  const choice = choiceAmong(zones);
  if (choice.kind === 'one') {
    process.stdout.write(`Found the public zone ${described(choice.zone)}.\n`);
    return choice.zone;
  }
  const listed = zones.map((zone) => `  --zone ${zone.id}   ${described(zone)}`).join('\n');
  if (!interactive)
    throw new UsageError(
      choice.kind === 'none'
        ? `The account has no public hosted zone for ${domain} or a parent of it. Give --zone create to have one made; you then set its name servers at the registrar.`
        : `The account has several public hosted zones for ${domain}. Give the one that the world is delegated to:\n${listed}`,
    );
  const id = await askZone(domain, zones);
  return zones.find((zone) => zone.id === id) ?? 'create';
}

function flaggedZone(
  flag: string,
  name: string | undefined,
  domain: string,
  found: Told<FoundZone[]>,
): Answers['zone'] {
  const id = flag.replace(/^\/?hostedzone\//, '');
  if (!found.ok) return { id, ...present({ name }) };
  const known = found.value.find((zone) => zone.id === id);
  if (known !== undefined) return known;
  const others = found.value.map(described).join('; ') || 'none';
  throw new UsageError(
    `--zone ${flag}: the account has no public zone of this id for ${domain} or a parent. It has: ${others}. Give one of these, or --zone create.`,
  );
}

/** `./index` beside the config, or the way to it. */
function importPath(file: string): string {
  const way = relative(dirname(file), resolve(__dirname, '../../index')).replaceAll('\\', '/');
  return way.startsWith('.') ? way : `./${way}`;
}

function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

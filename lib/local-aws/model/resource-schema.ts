import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { version } from '@aws-cdk/aws-service-spec/package.json';

let database: ReturnType<typeof loadAwsServiceSpecSync> | undefined;
const serviceSpec = () => (database ??= loadAwsServiceSpecSync());
const lookup = (type: string) => serviceSpec().lookup('resource', 'cloudFormationType', 'equals', type)[0];

type Whole = NonNullable<ReturnType<typeof lookup>>['properties'];
export type Property = Pick<Whole[string], 'type' | 'previousTypes' | 'required' | 'causesReplacement'>;
export type Type = Property['type'];
export type Properties = Readonly<Record<string, Property>>;

/** What AWS's schema says of a resource type, with all the types that its properties refer to. */
export interface ResourceSchema {
  readonly properties: Properties;
  /** By the number of their reference. */
  readonly definitions: Readonly<Record<string, { readonly name: string; readonly properties: Properties }>>;
}

/** Beside the package that it comes from: an `npm ci` takes both away. Deleting it is always safe. */
const FOLDER = join(__dirname, '../../../node_modules/.cache/local-aws');

const known = new Map<string, ResourceSchema | undefined>();

/**
 * AWS's schemas are one database of all types: more than half a second of processor time to load, and 140 MB, whose page tables
 * are copied for each process that this one starts. What it says of a type is kept, a file for each.
 */
export function resourceSchema(type: string, folder = FOLDER): ResourceSchema | undefined {
  const file = join(folder, version, `${type.replaceAll('::', '-')}.json`);
  if (!known.has(file)) known.set(file, kept(file) ?? keep(file, made(type)));
  return known.get(file);
}

function kept(file: string): ResourceSchema | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ResourceSchema;
  } catch {
    return undefined;
  }
}

/** Two processes may write at once: each puts a whole file in place. Where nothing can be written nothing is kept. */
function keep(file: string, schema: ResourceSchema | undefined): ResourceSchema | undefined {
  if (schema === undefined) return undefined;
  const draft = `${file}.${String(process.pid)}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(draft, JSON.stringify(schema));
    renameSync(draft, file);
  } catch {
    // It is made anew by whoever asks next.
  }
  return schema;
}

function made(type: string): ResourceSchema | undefined {
  const resource = lookup(type);
  if (resource === undefined) return undefined;
  const definitions: Record<string, { name: string; properties: Properties }> = {};
  const follow = (one: Type): void => {
    if (one.type === 'array' || one.type === 'map') follow(one.element);
    if (one.type === 'union') one.types.forEach(follow);
    if (one.type !== 'ref' || one.reference.$ref in definitions) return;
    const { name, properties } = serviceSpec().get('typeDefinition', one.reference);
    definitions[one.reference.$ref] = { name, properties: bare(properties) };
    followAll(properties);
  };
  const followAll = (properties: Properties) => {
    for (const { type: own, previousTypes = [] } of Object.values(properties))
      [own, ...previousTypes].forEach(follow);
  };
  followAll(resource.properties);
  return { properties: bare(resource.properties), definitions };
}

/** Without the documentation, which is most of it. */
const bare = (properties: Properties): Properties =>
  Object.fromEntries(
    Object.entries(properties).map(([name, { type, previousTypes, required, causesReplacement }]) => [
      name,
      {
        type,
        ...(previousTypes === undefined ? {} : { previousTypes }),
        ...(required === undefined ? {} : { required }),
        ...(causesReplacement === undefined ? {} : { causesReplacement }),
      },
    ]),
  );

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { knownWrong } from './known-wrong';
import { patternOf } from './pattern';
import { type Limits, type Member, NOTHING, type OperationModel, type Shape } from './shape';

/** A service's model as AWS gives it to its SDK for Python: a file `service-2.json`. */
interface ServiceModel {
  readonly operations: Readonly<Record<string, { readonly input?: Use; readonly output?: Use }>>;
  readonly shapes: Readonly<Record<string, Described>>;
}

/** A shape where it is used. */
interface Use {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly locationName?: string;
  readonly queryName?: string;
}

interface Described {
  readonly type: string;
  readonly members?: Readonly<Record<string, Use>>;
  readonly required?: readonly string[];
  readonly member?: Use;
  readonly key?: Use;
  readonly value?: Use;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: boolean;
  /** Anything that JSON can say. */
  readonly document?: boolean;
}

const read = new Map<string, ServiceModel | undefined>();

/** What the service's model in this directory says of an operation; 'none' where it has no such, undefined where there is no model. */
export function operationOf(
  directory: string,
  service: string,
  action: string,
): OperationModel | 'none' | undefined {
  const file = join(directory, `${service}.json`);
  if (!read.has(file))
    read.set(file, existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServiceModel) : undefined);
  const model = read.get(file);
  if (model === undefined) return undefined;
  const operation = model.operations[action];
  if (operation === undefined) return 'none';
  const of = (use: Use | undefined) => (use === undefined ? NOTHING : shapeIn(model, service, use.shape));
  return { input: of(operation.input), output: of(operation.output) };
}

function shapeIn(model: ServiceModel, service: string, name: string): Shape {
  const described = model.shapes[name]!;
  const limits = limitsOf(service, name, described);
  const of = (use: Use) => () => shapeIn(model, service, use.shape);
  const memberOf = (as: string, use: Use): Member => ({
    name: as,
    shape: of(use),
    traits: traitsOf(use),
    isRequired: described.required?.includes(as) === true && knownWrong(service, name, as) === undefined,
  });
  switch (described.type) {
    case 'structure':
      if (described.document === true) return { kind: 'other' };
      return {
        ...{ kind: 'structure', name, limits },
        members: Object.entries(described.members ?? {}).map(([as, use]) => memberOf(as, use)),
      };
    case 'list':
      return { kind: 'list', member: memberOf('member', described.member!), limits };
    case 'map':
      return { kind: 'map', key: of(described.key!), value: of(described.value!), limits };
    default:
      return { kind: KINDS[described.type] ?? 'other', limits };
  }
}

const KINDS: Readonly<Record<string, 'text' | 'number' | 'truth'>> = {
  ...{ string: 'text', character: 'text', boolean: 'truth' },
  ...{ integer: 'number', long: 'number', float: 'number', double: 'number' },
};

function limitsOf(service: string, name: string, described: Described): Limits {
  const { pattern, min, max } = described;
  const holds = (limit: 'pattern' | 'min' | 'max') =>
    described[limit] !== undefined && knownWrong(service, name, limit) === undefined;
  const wrong = knownWrong(service, name, 'enum');
  const allowed = wrong === undefined || wrong.also !== undefined ? described.enum : undefined;
  return {
    ...(allowed === undefined ? {} : { allowed: [...allowed, ...(wrong?.also ?? [])] }),
    ...(holds('pattern') ? { pattern: patternOf(pattern!) } : {}),
    ...(holds('min') ? { min: min! } : {}),
    ...(holds('max') ? { max: max! } : {}),
    isSecret: described.sensitive === true,
  };
}

/** Under the names that the SDK's schemas have for the same. */
function traitsOf({ location, locationName, queryName }: Use): Member['traits'] {
  return {
    ...(location === undefined && locationName !== undefined ? { xmlName: locationName } : {}),
    ...(location === 'querystring' ? { httpQuery: locationName } : {}),
    ...(queryName === undefined ? {} : { ec2QueryName: queryName }),
  };
}

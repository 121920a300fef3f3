/** A CloudFormation template, or something that gives one, such as `Template` of `aws-cdk-lib/assertions`. */
type Json = Record<string, unknown>;

/** How jest and vitest print a value that is no template. */
type Printer = (value: unknown, config: unknown, indentation: string, depth: number, refs: unknown) => string;

/** What both take by `expect.addSnapshotSerializer`. */
export interface TemplateSerializer {
  readonly test: (value: unknown) => boolean;
  readonly serialize: (
    value: unknown,
    config: unknown,
    indentation: string,
    depth: number,
    refs: unknown,
    printer: Printer,
  ) => string;
}

/** Values that were cleaned already: they are printed as they are. */
const clean = new WeakSet<object>();

/**
 * For snapshot tests of stacks with a `MailServer`, by jest or vitest: templates without what changes though nothing of yours did.
 *
 *     expect.addSnapshotSerializer(templateSerializer);
 *     expect(Template.fromStack(stack)).toMatchSnapshot();
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/testing.html#testing-snapshot
 */
export const templateSerializer: TemplateSerializer = {
  test: (value) =>
    typeof value === 'object' && value !== null && !clean.has(value) && templateOf(value) !== undefined,
  serialize(value, config, indentation, depth, refs, printer) {
    const template = withoutNoise(templateOf(value) ?? {});
    clean.add(template);
    return printer(template, config, indentation, depth, refs);
  },
};

function templateOf(value: unknown): Json | undefined {
  const given = Object(value) as { readonly toJSON?: unknown };
  const json: unknown =
    typeof given.toJSON === 'function' ? (given.toJSON as () => unknown).call(value) : value;
  const { Resources } = Object(json) as { readonly Resources?: unknown };
  return isRecord(Resources) && Object.values(Resources).every((each) => isRecord(each) && 'Type' in each)
    ? (json as Json)
    : undefined;
}

/**
 * The template without asset hashes and other digests, the machine's programs, CDK's metadata and the version of its bootstrap. What is
 * left changes when the deploy would do something else.
 */
export function withoutNoise(template: Readonly<Json>): Json {
  const rest = Object.fromEntries(
    SECTIONS.map(([section, noise]) => [section, entriesBut(template[section], noise)] as const).filter(
      ([, content]) => content !== undefined,
    ),
  );
  const others = Object.entries(template).filter(([key]) => !SECTIONS.some(([section]) => section === key));
  return quiet({ ...Object.fromEntries(others), ...rest }) as Json;
}

/** What CDK adds by itself, by section. */
const SECTIONS: readonly (readonly [section: string, noise: readonly string[]])[] = [
  ['Resources', ['CDKMetadata']],
  ['Conditions', ['CDKMetadataAvailable']],
  ['Parameters', ['BootstrapVersion']],
  ['Rules', ['CheckBootstrapVersion']],
];

/** Undefined where nothing is left. */
function entriesBut(section: unknown, noise: readonly string[]): Json | undefined {
  const left = Object.entries(Object(section) as Json).filter(([name]) => !noise.includes(name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function quiet(value: unknown): unknown {
  if (typeof value === 'string') return quietText(value);
  if (Array.isArray(value)) return value.map(quiet);
  if (!isRecord(value)) return value;
  const { Name } = value;
  // The machine's programs, of this release of Kitte.
  if (typeof Name === 'string' && /^\/kitte\/.*\/programs\/\d+$/.test(Name))
    return { ...value, Value: '<program>' };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      if (key !== 'Metadata' || !isRecord(each)) return [[key, quiet(each)]];
      const kept = Object.entries(each).filter(([name]) => !/^aws:(?:cdk|asset):/.test(name));
      return kept.length === 0 ? [] : [[key, quiet(Object.fromEntries(kept))]];
    }),
  );
}

const quietText = (text: string) =>
  text
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>')
    // A program within the user-data.
    .replaceAll(/H4sI[A-Za-z0-9+/]{100,}={0,2}/g, '<program>');

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import { join } from 'node:path';

import ts from 'typescript';

/** One field of the config as its schema documents it. */
export interface Field {
  /** Such as `dmarc.alignment.spf`, or `users[].login`. */
  readonly path: string;
  /** The sentences of its comment, in one line. */
  readonly words: string;
  /** What `@default` says; absent for a field that must be given. */
  readonly byDefault?: string;
  /** What `@example` shows: it may stand in a config as it is. */
  readonly example?: string;
}

/** Objects whose keys are told where the field of the same name stands. */
const AS_ABOVE = ['former[].hostedZone', 'hostZone'];

const PROJECT = join(__dirname, '../..');

/** Every field, in the order of the schema: what an editor shows on hover, read by the same compiler. */
export function fieldsOfConfig(): readonly Field[] {
  const file = join(PROJECT, 'lib/config/schema/settings.ts');
  const { config } = ts.readConfigFile(join(PROJECT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions?: object };
  };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [file] },
    ts.sys,
    PROJECT,
  );
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const input = source?.statements.find(
    (node): node is ts.TypeAliasDeclaration =>
      ts.isTypeAliasDeclaration(node) && node.name.text === 'EveryField',
  );
  if (input === undefined) throw new Error(`${file} has no EveryField.`);
  return fieldsOf(checker, checker.getTypeAtLocation(input), '');
}

function fieldsOf(checker: ts.TypeChecker, type: ts.Type, prefix: string): Field[] {
  return propertiesOf(checker, type).flatMap(({ symbol, needed }) => {
    const path = `${prefix}${symbol.name}`;
    const tags = symbol.getJsDocTags(checker);
    const tag = tags.find(({ name }) => name === 'default');
    const example = tags.find(({ name }) => name === 'example');
    const below = checker.getTypeOfSymbol(symbol);
    const byDefault = tag === undefined ? undefined : inLine(ts.displayPartsToString(tag.text));
    const field: Field = {
      path,
      words: inLine(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
      ...(example === undefined ? {} : { example: ts.displayPartsToString(example.text) }),
      ...(byDefault !== undefined ? { byDefault } : needed === 0 ? { byDefault: '' } : {}),
    };
    if (AS_ABOVE.includes(path)) return [field];
    return [field, ...fieldsOf(checker, below, `${path}.`), ...elementsOf(checker, below, path)];
  });
}

function elementsOf(checker: ts.TypeChecker, type: ts.Type, path: string): Field[] {
  return parts(type)
    .filter((each) => checker.isArrayType(each))
    .flatMap((each) => checker.getTypeArguments(each as ts.TypeReference))
    .flatMap((element) => fieldsOf(checker, element, `${path}[].`));
}

/** Of an object, or of all variants of one; a map, a list or a text has none of its own. */
function propertiesOf(checker: ts.TypeChecker, type: ts.Type): readonly Property[] {
  const objects = parts(type).filter(
    (each) =>
      (each.flags & ts.TypeFlags.Object) !== 0 &&
      !checker.isArrayType(each) &&
      checker.getIndexTypeOfType(each, ts.IndexKind.String) === undefined,
  );
  const found = new Map<string, Property>();
  for (const object of objects)
    for (const symbol of checker.getPropertiesOfType(object)) {
      const known = found.get(symbol.name);
      const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
      found.set(symbol.name, {
        // Of a field of two variants the one with an example tells more.
        symbol: known === undefined || !isShown(checker, known.symbol) ? symbol : known.symbol,
        needed: (known?.needed ?? 0) + (optional ? 0 : 1),
      });
    }
  return [...found.values()].map(({ symbol, needed }) => ({
    symbol,
    needed: needed === objects.length ? 1 : 0,
  }));
}

interface Property {
  readonly symbol: ts.Symbol;
  /** In how many variants it must be given. */
  readonly needed: number;
}

const isShown = (checker: ts.TypeChecker, symbol: ts.Symbol) =>
  symbol.getJsDocTags(checker).some(({ name }) => name === 'example');

const parts = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types.flatMap(parts) : [type]);

const inLine = (text: string) => text.replace(/\s+/g, ' ').trim();

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import ts from 'typescript';

const PROJECT = join(__dirname, '..');

/** Of the package's exports, in package.json. */
const ENTRIES = { kitte: 'library.ts', 'kitte/config': 'index.ts' } as const;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  removeComments: true,
  stripInternal: true,
};
const printer = ts.createPrinter({ removeComments: true });

/** A file's declarations, as others see them. */
interface Declared {
  readonly source: ts.SourceFile;
  readonly statements: ReadonlyMap<string, ts.Statement>;
  /** What a name of the file leads to in another file of the project. */
  readonly leads: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
}

const files = new Map<string, Declared>();

function declared(file: string): Declared {
  const known = files.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(PROJECT, file), 'utf8');
  const { outputText } = ts.transpileDeclaration(text, { fileName: file, compilerOptions: OPTIONS });
  const source = ts.createSourceFile(
    file.replace(/\.ts$/, '.d.ts'),
    outputText,
    ts.ScriptTarget.ES2024,
    true,
  );
  const statements = new Map<string, ts.Statement>();
  const leads = new Map<string, { file: string; name: string }>();
  for (const statement of source.statements) {
    if (isNamed(statement) && statement.name !== undefined) statements.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) statements.set(name.text, statement);
    for (const { from, as, module } of namesIn(statement)) {
      const target = join(dirname(file), `${module}.ts`);
      if (module.startsWith('.') && existsSync(join(PROJECT, target)))
        leads.set(as, { file: target, name: from });
    }
  }
  const made = { source, statements, leads };
  files.set(file, made);
  return made;
}

const isNamed = (node: ts.Statement) =>
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isFunctionDeclaration(node);

/** What an import or a re-export names. */
function namesIn(node: ts.Statement): { from: string; as: string; module: string }[] {
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return [];
  const { moduleSpecifier: module } = node;
  if (module === undefined || !ts.isStringLiteral(module)) return [];
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  if (bindings === undefined || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return [];
  return bindings.elements.map(({ propertyName, name }) => ({
    from: (propertyName ?? name).text,
    as: name.text,
    module: module.text,
  }));
}

/** Without what is nobody's business. */
function publicPart(node: ts.Statement): ts.Statement {
  if (!ts.isClassDeclaration(node)) return node;
  const members = node.members.filter(
    (member) =>
      (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0,
  );
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return ts.factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, members);
}

/** The names of types and base classes in it; what `typeof` asks of is a value. */
function namesOf(node: ts.Node, found = new Set<string>()): Set<string> {
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) found.add(node.typeName.text);
  if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression))
    found.add(node.expression.text);
  ts.forEachChild(node, (child) => void namesOf(child, found));
  return found;
}

/** Each declaration that a name leads to, and all that it is written with, once. */
function visit(file: string, name: string, seen: Map<string, string>): string {
  const { source, statements, leads } = declared(file);
  const lead = leads.get(name);
  if (lead !== undefined) return visit(lead.file, lead.name, seen);
  const statement = statements.get(name);
  const key = `${file} ${name}`;
  if (statement === undefined || seen.has(key)) return key;
  const shown = publicPart(statement);
  seen.set(
    key,
    printer.printNode(ts.EmitHint.Unspecified, shown, source).replace(/^export (?:declare )?/, ''),
  );
  for (const other of namesOf(shown)) if (statements.has(other) || leads.has(other)) visit(file, other, seen);
  return key;
}

/** docs/api.md: what a change of a public name or signature is seen by. */
export function apiPage(): string {
  const seen = new Map<string, string>();
  const entries = Object.entries(ENTRIES).map(([entry, file]) => {
    const names = [...declared(file).leads.keys()].sort();
    return { entry, names, keys: names.map((name) => visit(file, name, seen)) };
  });
  const exported = new Set(entries.flatMap(({ keys }) => keys));
  const block = (keys: readonly string[]) =>
    `\`\`\`ts\n${keys.map((key) => `// ${relative('lib', key.split(' ')[0] ?? '')}\n${seen.get(key) ?? ''}`).join('\n\n')}\n\`\`\``;
  return [
    '# The public names',
    '<!-- npx tsx tools/write-api.ts -->',
    'What the package exports, and the types that its signatures are written with. A change of this page is a change for those who build on it: it belongs into the changelog. The fields of a config are those of [config.md](config.md).',
    ...entries.map(({ entry, names }) => `\`${entry}\`: ${names.map((name) => `\`${name}\``).join(', ')}`),
    '## Exported',
    block([...exported].sort()),
    '## Written with',
    block([...seen.keys()].filter((key) => !exported.has(key)).sort()),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

import ts from 'typescript';

/** The config's text is of a shape that cannot be changed with certainty; the message says where. */
export class Uneditable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Uneditable';
  }
}

export type Entry = ts.ObjectLiteralElementLike;

/** The object that the config file exports: `export default defineConfig({ … })`, plain, or by a constant's name. */
export function exported(file: ts.SourceFile): ts.ObjectLiteralExpression {
  const statement = file.statements.find(
    (each): each is ts.ExportAssignment => ts.isExportAssignment(each) && each.isExportEquals !== true,
  );
  if (statement === undefined) throw new Uneditable('the file has no `export default`');
  return objectOf(statement.expression, file, 'the default export');
}

/** Looks through what stands around an object: parentheses, `as`, `satisfies`, defineConfig(…), a constant's name. */
export function objectOf(node: ts.Expression, file: ts.SourceFile, what: string): ts.ObjectLiteralExpression {
  if (ts.isObjectLiteralExpression(node)) return node;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return objectOf(node.expression, file, what);
  if (ts.isCallExpression(node) && node.expression.getText(file) === 'defineConfig' && node.arguments[0])
    return objectOf(node.arguments[0], file, what);
  const constant = ts.isIdentifier(node) ? constantNamed(node.text, file) : undefined;
  if (constant !== undefined) return objectOf(constant, file, what);
  throw new Uneditable(`${what} is computed: ${node.getText(file).split('\n', 1)[0] ?? ''}`);
}

function constantNamed(name: string, file: ts.SourceFile): ts.Expression | undefined {
  return file.statements
    .filter(ts.isVariableStatement)
    .filter(({ declarationList }) => (declarationList.flags & ts.NodeFlags.Const) !== 0)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((each) => ts.isIdentifier(each.name) && each.name.text === name)?.initializer;
}

export function entryOf(object: ts.ObjectLiteralExpression, key: string): Entry | undefined {
  return object.properties.find(({ name }) => {
    if (name === undefined) return false;
    return (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === key;
  });
}

/** What stands at a key, also as `{ key }`; a method or an accessor has no value to change. */
export function valueOf(entry: Entry, what: string): ts.Expression {
  if (ts.isPropertyAssignment(entry)) return entry.initializer;
  if (ts.isShorthandPropertyAssignment(entry)) return entry.name;
  throw new Uneditable(`${what} is neither a value nor a name`);
}

/** Whether a literal stands there that another may replace: what is computed has its reason. */
export function isPlain(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.every((each) => ts.isPropertyAssignment(each) && isPlain(each.initializer));
}

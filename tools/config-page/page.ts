import { ConfigError } from '../../lib/config/problem';
import { parseConfig } from '../../lib/config/parse';
import type { Field } from './fields';
import { JAPANESE } from './japanese';

export type PageLanguage = 'en' | 'ja';

const BASE = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };

const ENVIRONMENTS = `\`\`\`ts
export default defineConfig({
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
  environments: {
    prod: { domain: 'example.com' },
    staging: { domain: 'staging.example.com', verify: 'fail' },
  },
  defaultEnvironment: 'staging',
});
\`\`\`
`;

const WORDS = {
  en: {
    head: `# The config

[日本語](config.ja.md)

Every field of \`kitte.config.ts\`: what it means, what may stand there, its default, an example. The page is made from the schema, \`lib/config/schema/\`, whose comments your editor shows on hover; \`npx tsx tools/write-config.ts\` writes it anew. A mistake gives one message with every problem, the value, what is allowed and what to write.

## Environments

Without \`environments\` there is one, named \`prod\`. With it each is laid over what stands beside it: objects are joined key by key, lists are replaced. \`defaultEnvironment\` names the one that a \`kitte\` command is about when \`--environment\` is not given; without it such a command wants \`--environment\` if there are several.

${ENVIRONMENTS}
A name that ends with \`*\` is a pattern, for environments that come and go: \`'pr-*': {}\` makes none until one is asked for, as with \`-c environment=pr-42\` for cdk and \`--environment pr-42\` for kitte. Its domain is then \`pr-42.\` and the shared domain, in the shared zone; \`hostName\` and \`envelopeDomain\` are below it as the shared ones are below the shared domain; it has \`retain: false\`; \`domains\`, \`former\` and \`hostZone\` are not taken over. What the pattern says itself counts before that, and it may be a function of the name. \`zone: 'own'\` makes a zone that the deploy delegates from the given one. [Pipelines](pipelines.md) has the rest.
`,
    allowed: 'Allowed',
    byDefault: 'Default',
    required: 'Required.',
  },
  ja: {
    head: `# 設定

[English](config.md)

\`kitte.config.ts\` のすべての項目について、意味、書ける値、既定値、例を示します。このページはスキーマ（\`lib/config/schema/\`）から作られます。同じ説明が、エディターでも項目にカーソルを合わせると表示されます。\`npx tsx tools/write-config.ts\` で作り直せます。誤りがあれば、すべての問題、書かれた値、書ける値、直し方を 1 つのメッセージで示します。

## 環境

\`environments\` を書かなければ、\`prod\` という環境が 1 つできます。書いた場合は、その横の共通部分に各環境の値を重ねます。オブジェクトはキーごとに合わせ、リストは置き換えます。\`defaultEnvironment\` は、\`--environment\` のない \`kitte\` コマンドの対象です。書かなければ、環境が複数あるとき、コマンドは \`--environment\` を求めます。

${ENVIRONMENTS}
\`*\` で終わる名前は、一時的な環境のためのパターンです。\`'pr-*': {}\` だけでは環境はできません。cdk に \`-c environment=pr-42\`、kitte に \`--environment pr-42\` と指定したときに、その環境ができます。ドメインは共通のドメインの前に \`pr-42.\` を付けたもので、レコードは共通のゾーンに入ります。\`hostName\` と \`envelopeDomain\` もその下に移り、\`retain\` は false になります。\`domains\`、\`former\`、\`hostZone\` は引き継ぎません。パターンに書いた値が優先され、名前を受け取る関数も書けます。\`zone: 'own'\` とすると専用のゾーンを作り、指定したゾーンからの委任もデプロイが書きます。詳しくは[パイプライン](pipelines.md)を見てください。
`,
    allowed: '書ける値',
    byDefault: '既定値',
    required: '必須です。',
  },
} as const;

/** The page in one language; throws where a field has no words in it or no example. */
export function configPage(fields: readonly Field[], language: PageLanguage): string {
  const { head } = WORDS[language];
  return `${[head, ...fields.map((field) => section(field, language))].join('\n')}`;
}

function section(field: Field, language: PageLanguage): string {
  const { path, example } = field;
  const { allowed, byDefault, required } = WORDS[language];
  const { words, fallback } = told(field, language);
  if (words === '') throw new Error(`${path} has no words in ${language}.`);
  const isTop = !/[.[]/.test(path);
  // What the allowed values are is the schema's own word, which is English.
  const may = language === 'en' ? allowedAt(path) : undefined;
  return [
    `${isTop ? '##' : '###'} \`${path}\``,
    '',
    words,
    '',
    ...(may === undefined ? [] : [`- ${allowed}: ${may}`]),
    ...(fallback === undefined ? [`- ${required}`] : fallback === '' ? [] : [`- ${byDefault}: ${fallback}`]),
    ...(may === undefined && fallback === '' ? [] : ['']),
    ...(example === undefined ? [] : ['```ts', example, '```', '']),
  ].join('\n');
}

function told({ path, words, byDefault }: Field, language: PageLanguage) {
  if (language === 'en') return { words, fallback: asCode(byDefault) };
  const japanese = JAPANESE[path];
  return { words: japanese?.words ?? '', fallback: japanese?.byDefault ?? asCode(byDefault) };
}

/** A default that is a value, and nothing else, is shown as one. */
function asCode(byDefault: string | undefined): string | undefined {
  return byDefault !== undefined && /^('[^']*'|\[.*\]|\{.*\}|\d+|true|false)$/.test(byDefault)
    ? `\`${byDefault}\``
    : byDefault?.replace(/\S*<\w+>\S*/, '`$&`');
}

/** What the schema says to a value that nothing takes; nothing for an object, whose keys have sections of their own. */
function allowedAt(path: string): string | undefined {
  const keys = path.split('.').flatMap((key) => (key.endsWith('[]') ? [key.slice(0, -2), 0] : [key]));
  const wrong = keys.reduceRight<unknown>(
    (value, key) => (typeof key === 'number' ? [value] : { [key]: value }),
    Symbol('wrong'),
  );
  try {
    parseConfig({ ...BASE, ...(wrong as object) });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const written = path.replaceAll('[]', '[0]');
    const problem = error.problems.find((each) => each.path === written);
    if (problem !== undefined && !/^(an object|these keys)/.test(problem.allowed)) return problem.allowed;
  }
  return undefined;
}

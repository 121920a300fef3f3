import fc from 'fast-check';

import type { Environment } from '../../lib/config/environment';
import { parseConfig } from '../../lib/config/parse';
import { valueOf } from '../../lib/contract/reading';
import { deployedIn, head, readSettings, settings, SETTINGS_VERSION } from '../../lib/contract/settings';
import { settingsDocument, settingsParameters } from '../../lib/machine/settings';
import { arbitraryConfig } from '../config/arbitrary-config';
import { environment } from '../fixtures/environment';
import { keptVersions } from '../fixtures/upgrade';

/** What earlier versions wrote, from the templates that are kept of them. */
const KEPT = keptVersions().flatMap(({ version, files }) =>
  Object.entries(files)
    .filter(([path]) => path.endsWith('.template.json'))
    .flatMap(([, text]) => Object.values((JSON.parse(text) as Template).Resources ?? {}))
    .filter(({ Properties }) => Properties?.Name === '/kitte/prod/settings')
    .map(({ Properties }) => [version, String(Properties?.Value)] as const),
);

/** Those that are wrong are nobody's settings. */
function parsed(config: unknown): readonly Environment[] {
  try {
    return parseConfig(config);
  } catch {
    return [];
  }
}

interface Template {
  readonly Resources?: Record<string, { Properties?: { Name?: string; Value?: unknown } }>;
}

test('what this kitte writes is what it declares, whatever the config', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      for (const each of parsed(config)) {
        const document: unknown = JSON.parse(settingsDocument(each));
        expect(settings.safeParse(document).error?.issues ?? []).toEqual([]);
        expect(settings.parse(document)).toEqual(document);
      }
    }),
    { numRuns: 200 },
  );
});

test('a head is what is declared too', () => {
  const users = Array.from({ length: 200 }, (_, index) => ({
    ...{ login: `app${String(index)}`, senders: ['@example.com'], subaddresses: true },
  }));
  const { value } = settingsParameters({ ...environment, users });
  const said: unknown = JSON.parse(value);
  expect(head.parse(said)).toEqual(said);
});

test('settings of some earlier version are kept', () => expect(KEPT).not.toEqual([]));

test.each(KEPT)('settings of kitte %s are read, and a machine of now takes them', (_, text) => {
  expect(deployedIn(text)).toMatchObject({ domain: 'example.com', active: 'kitte1' });
  const { limits } = environment;
  expect(settings.safeParse({ limits, ...(JSON.parse(text) as object) }).error?.issues ?? []).toEqual([]);
});

test('newer ones are said to be newer, and name no server', () => {
  const text = JSON.stringify({ ...(JSON.parse(settingsDocument(environment)) as object), version: 3 });
  expect(readSettings(text)).toMatchObject({
    kind: 'newer',
    words: { en: 'The settings document is of version 3, and this kitte reads up to version 2.' },
  });
  expect(deployedIn(text)).toBeUndefined();
  expect(SETTINGS_VERSION).toBe(2);
});

test('of those of now every name is read', () =>
  expect(valueOf(readSettings(settingsDocument(environment)))).toMatchObject({
    domain: environment.domain,
    hostName: environment.hostName,
    dkim: { active: environment.dkim.active },
  }));
